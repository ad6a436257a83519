package io.deskwire.app.demo;

import io.deskwire.app.InstallationException;
import io.deskwire.app.Server;
import io.deskwire.app.Settings;
import io.deskwire.app.console.Console;
import io.deskwire.app.limit.Limits;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.failure.ChannelException;
import io.deskwire.http.HttpTicketSink;
import io.deskwire.retention.RetentionPolicy;
import io.deskwire.testkit.mail.GreenMailServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server on a throw-away data folder, with a mail server and a WhatsApp of its own and one channel to write to on each. */
public final class Demo {

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

    private static final String TENANT = "demo";
    private static final String CHANNEL = "support";
    private static final String SUPPORT = "support@demo.example";
    private static final String CUSTOMER = "alice@customer.example";
    private static final String PASSWORD = "demo";

    private final Path folder;
    private final GreenMailServer mail;
    private final DemoWhatsApp whatsApp;
    private final Server server;

    private Demo(Path folder, GreenMailServer mail, DemoWhatsApp whatsApp, Server server) {
        this.folder = folder;
        this.mail = mail;
        this.whatsApp = whatsApp;
        this.server = server;
    }

    /** Starts it; when this returns mail and WhatsApp messages can be sent. */
    public static Demo start(Settings given) {
        Path folder = makeFolder();
        GreenMailServer mail = GreenMailServer.start();
        DemoWhatsApp whatsApp = DemoWhatsApp.start();
        try {
            mail.createMailbox(SUPPORT, PASSWORD);
            mail.createMailbox(CUSTOMER, PASSWORD);
            Server server = Server.startBesideStandIns(settings(given, folder), Clock.systemUTC());
            Demo demo = new Demo(folder, mail, whatsApp, server);
            demo.configure();
            return demo;
        } catch (RuntimeException | Error e) {
            whatsApp.close();
            mail.close();
            delete(folder);
            throw e;
        }
    }

    private static Path makeFolder() {
        try {
            return Files.createTempDirectory("deskwire-demo-");
        } catch (IOException e) {
            throw new InstallationException("no temporary folder can be made: " + e.getMessage(), e);
        }
    }

    /** Everything but the address comes from the demo itself: nothing of a real installation is touched. */
    private static Settings settings(Settings given, Path folder) {
        return new Settings(
                given.port(),
                given.host(),
                folder,
                null,
                null,
                null,
                null,
                null,
                null,
                EgressPolicy.privateAllowed(),
                null,
                null,
                HttpTicketSink.Files.NAMED,
                null,
                RetentionPolicy.defaults(),
                Duration.ofDays(7),
                Duration.ZERO,
                null,
                Limits.defaults());
    }

    private void configure() {
        Map<String, Object> document = Map.of(
                "host",
                "127.0.0.1",
                "port",
                (long) mail.imapPort(),
                "username",
                SUPPORT,
                "password",
                PASSWORD,
                "use_ssl",
                false,
                "use_tls",
                false,
                "smtp_host",
                "127.0.0.1",
                "smtp_port",
                (long) mail.smtpPort().orElseThrow(),
                "smtp_use_ssl",
                false,
                "smtp_use_tls",
                false);
        save(ChannelConfig.of(TENANT, CHANNEL, "imap", document, SUPPORT));
        save(whatsApp.channel(TENANT, server.address()));
        try {
            // Otherwise they are read with the first look at them.
            server.context().deskwire().channels().refreshTemplates(TENANT, DemoWhatsApp.CHANNEL);
        } catch (ChannelException e) {
            throw new IllegalStateException("the demo's own templates cannot be read", e);
        }
    }

    private void save(ChannelConfig channel) {
        List<ConfigProblem> problems = server.context().deskwire().channels().save(channel);
        if (!problems.isEmpty()) {
            throw new IllegalStateException("the demo's own channel is wrong: " + problems);
        }
    }

    /** The running server. */
    public Server server() {
        return server;
    }

    /** The built-in mail server. */
    public GreenMailServer mail() {
        return mail;
    }

    /** The built-in WhatsApp. */
    public DemoWhatsApp whatsApp() {
        return whatsApp;
    }

    /** Everything it keeps; gone after {@link #stop}. */
    Path folder() {
        return folder;
    }

    /** Tells what can be done now, with nothing but curl. */
    public void print(PrintWriter out) {
        int smtp = mail.smtpPort().orElseThrow();
        out.println("deskwire ready on " + server.address());
        out.println();
        out.println("Console, signed in (the link works once, for fifteen minutes):");
        out.println("  " + server.address() + Console.signInPath(server.context()));
        out.println();
        out.println("1. Write to " + SUPPORT + " as a customer:");
        out.println();
        send(out, smtp, List.of("Subject: My order has not arrived"), "Hello, I ordered two weeks ago. Where is it?");
        out.println();
        out.println(
                "2. A ticket appears in the console within seconds. Answer it there, then read the customer's mailbox:");
        out.println();
        out.println("curl -sS --user " + CUSTOMER + ":" + PASSWORD + " '" + firstAnswer("") + "'");
        out.println();
        out.println("3. Write back as the customer; it lands in the same ticket:");
        out.println();
        out.println("ID=$(curl -sS --user " + CUSTOMER + ":" + PASSWORD + " '"
                + firstAnswer(";SECTION=HEADER.FIELDS%20(Message-ID)")
                + "' | tr -d '\\r' | sed -n 's/^Message-ID: *//p')");
        send(
                out,
                smtp,
                List.of("Subject: Re: My order has not arrived", "In-Reply-To: $ID", "References: $ID"),
                "Thank you, it came this morning.");
        out.println();
        whatsApp.print(out, 4);
        out.println("The tickets by the API:");
        out.println();
        out.println("curl -sS -H 'Authorization: Bearer "
                + server.adminToken().token().reveal() + "' " + server.address() + "/api/v1/tenants/" + TENANT
                + "/tickets");
        out.println();
        out.println("Everything is thrown away when this ends (Ctrl+C).");
        out.flush();
    }

    private static void send(PrintWriter out, int smtp, List<String> header, String text) {
        out.println("curl -sS --url smtp://127.0.0.1:" + smtp + " --mail-from " + CUSTOMER + " --mail-rcpt " + SUPPORT
                + " -T - <<EOF");
        out.println("From: Alice <" + CUSTOMER + ">");
        out.println("To: " + SUPPORT);
        header.forEach(out::println);
        out.println("Message-ID: <$(date +%s%N)@customer.example>");
        out.println("Date: $(date -R)");
        out.println();
        out.println(text);
        out.println("EOF");
    }

    /** The first mail in the customer's mailbox, which is empty when the demo starts. */
    private String firstAnswer(String section) {
        return "imap://127.0.0.1:" + mail.imapPort() + "/INBOX;MAILINDEX=1" + section;
    }

    /** Ends it and removes its folder. */
    public void stop() {
        try {
            server.stop();
        } finally {
            whatsApp.close();
            mail.close();
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                    Files.delete(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("the demo's folder {} could not be removed: {}", folder, e.getMessage());
        }
    }
}
