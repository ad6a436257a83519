package io.deskwire.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deskwire.app.Await;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.app.console.Console;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.jdbc.Ticket;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the demo prints is what works: its own commands are run as a person would paste them. */
class DemoTest {

    @Test
    void the_printed_commands_carry_mails_and_chat_messages_there_and_answers_back() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/curl")) || !Files.isExecutable(Path.of("/bin/bash"))) {
            System.err.println(
                    "SKIPPED: the demo's commands were not tried; install the Debian packages curl and bash");
            assumeTrue(false, "curl and bash are not installed");
        }
        Demo demo = Demo.start(Settings.read(Map.of(Setting.PORT, "0"), Map.of()));
        try {
            StringWriter text = new StringWriter();
            demo.print(new PrintWriter(text, true));
            String printed = text.toString();
            assertThat(printed.lines().filter(line -> line.startsWith("deskwire ready on ")))
                    .hasSize(1);
            assertThat(printed).contains(demo.server().address() + "/console");

            shell(between(printed, "1. ", "2. "));
            Ticket ticket = Await.until(() -> tickets(demo), tickets -> tickets.size() == 1)
                    .get(0);
            demo.server()
                    .context()
                    .deskwire()
                    .replies()
                    .reply("demo", ticket.conversationId(), ReplyDraft.text("It leaves today."), null);
            String read = between(printed, "2. ", "3. ");
            String answer = Await.until(() -> shell(read), mail -> mail.contains("It leaves today."));
            assertThat(answer).contains("In-Reply-To: <").contains("Subject: Re: My order has not arrived");

            shell(between(printed, "3. ", "4. "));
            Await.until(() -> messages(demo, ticket), count -> count == 3);
            assertThat(tickets(demo)).hasSize(1);
            chat(demo, printed);
            assertThat(shell(printed.substring(printed.indexOf("The tickets by the API"))))
                    .contains(ticket.id());
        } finally {
            demo.stop();
        }
        assertThat(demo.folder()).doesNotExist();
    }

    /** The same on WhatsApp, with the marks of delivery in the console. */
    private static void chat(Demo demo, String printed) throws Exception {
        assertThat(shell(between(printed, "4. ", "5. "))).contains("answered 200");
        Ticket ticket = Await.until(() -> tickets(demo), tickets -> tickets.size() == 2).stream()
                .filter(t -> t.channelId().equals("whatsapp"))
                .findFirst()
                .orElseThrow();
        demo.server()
                .context()
                .deskwire()
                .replies()
                .reply("demo", ticket.conversationId(), ReplyDraft.text("Yes, it comes tomorrow."), null);
        String received = Await.until(
                () -> shell(between(printed, "5. ", "The tickets by the API")),
                answer -> answer.contains("Yes, it comes tomorrow."));
        assertThat(received).contains("\"type\":\"text\"");

        HttpClient visitor = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        page(visitor, demo, Console.signInPath(demo.server().context()));
        Await.until(
                () -> page(visitor, demo, "/console/tenants/demo/tickets/" + ticket.id()),
                page -> page.contains("✓✓</span> Delivered"));
    }

    private static String page(HttpClient visitor, Demo demo, String path) throws IOException, InterruptedException {
        return visitor.send(
                        HttpRequest.newBuilder(URI.create(demo.server().address() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static List<Ticket> tickets(Demo demo) {
        return demo.server()
                .context()
                .tickets()
                .list("demo", null, null, null, 10)
                .items();
    }

    private static int messages(Demo demo, Ticket ticket) {
        return demo.server()
                .context()
                .deskwire()
                .messages()
                .ofConversation("demo", ticket.conversationId())
                .size();
    }

    private static String between(String text, String from, String to) {
        return text.substring(text.indexOf("\n" + from) + 1, text.indexOf("\n" + to));
    }

    /** Runs what stands below the heading, as pasted into a shell. */
    private static String shell(String section) throws IOException, InterruptedException {
        String commands = section.substring(section.indexOf("\n\n") + 2);
        int end = commands.indexOf("\n\nEverything");
        Process process = new ProcessBuilder("/bin/bash", "-c", end < 0 ? commands : commands.substring(0, end))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
