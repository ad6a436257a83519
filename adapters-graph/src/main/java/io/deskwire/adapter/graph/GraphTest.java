package io.deskwire.adapter.graph;

import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.TransportException;
import io.deskwire.message.Content;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The staged test: name, token, permissions, mailbox, folder, reading, sending, webhook address. Changes nothing. */
final class GraphTest implements ConnectionTest {

    private static final String HANDSHAKE = "deskwire: a test+of %20 the address";

    private final Supplier<Mailbox> mailbox;
    private final GraphSettings settings;
    private final ChannelContext context;

    GraphTest(Supplier<Mailbox> mailbox, GraphSettings settings, ChannelContext context) {
        this.mailbox = mailbox;
        this.settings = settings;
        this.context = context;
    }

    @Override
    public List<Stage> run(Consumer<Stage> progress) {
        Run run = new Run(progress, settings);
        if (run.stage("dns", this::resolve) && run.stage("token", this::token)) {
            run.stage("permissions", this::permissions);
            if (run.stage("mailbox", this::mailbox)) {
                run.stage("folder", this::folder);
                run.stage("read", this::read);
                run.stage("send", this::send);
            }
        }
        run.stage("webhook", this::webhook);
        return List.copyOf(run.stages);
    }

    private String resolve() throws ChannelException {
        String host = settings.apiBase().getHost();
        try {
            context.egress().resolve(host);
            return host + " is known";
        } catch (UnknownHostException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "no address: " + e.getMessage(), e)
                    .withHint("Check api_base_url and this machine's name servers.");
        }
    }

    private String token() throws ChannelException {
        mailbox.get().calls().token(null);
        return settings.delegated() ? "the account's consent is good" : "the application signs in";
    }

    private String permissions() throws ChannelException {
        Secret token = mailbox.get().calls().token(null);
        List<String> granted = TokenPermissions.in(token);
        if (granted.isEmpty()) {
            return settings.delegated()
                    ? "the token does not tell; reading and sending show it"
                    : "the token names none: Exchange may grant them, reading and sending show it";
        }
        List<String> missing = TokenPermissions.missing(granted);
        if (!missing.isEmpty() && !settings.delegated()) {
            // Exchange may grant them for some mailboxes (RBAC for Applications), of which tokens say nothing; granted
            // in
            // Entra besides they would reach every mailbox.
            return String.join(", ", granted) + "; not " + String.join(", ", missing)
                    + ", unless Exchange grants it: reading and sending show it";
        }
        if (!missing.isEmpty()) {
            throw ChannelException.of(FailureKind.AUTH, "the token lacks " + String.join(", ", missing))
                    .withHint("Connect the account again and grant everything that is asked for.");
        }
        return String.join(", ", granted);
    }

    private String mailbox() throws ChannelException {
        mailbox.get().requireMailbox();
        return "the mailbox is there";
    }

    private String folder() throws ChannelException {
        Mailbox open = mailbox.get();
        open.forgetFolders();
        String words = settings.folder() + ": " + open.count() + " messages";
        String target = settings.afterIntake().folder();
        if (target != null) {
            open.folderId(target);
            words += "; " + target + " is there";
        }
        return words;
    }

    private String read() throws ChannelException {
        mailbox.get().requireReading();
        return "messages can be listed";
    }

    /** Graph looks at permissions before it looks at a mail; this one is none. */
    private String send() throws ChannelException {
        try {
            mailbox.get().requireSending();
            return "mail may be sent; none was";
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.PERMANENT || e.kind() == FailureKind.UNSUPPORTED) {
                return "mail may be sent; none was";
            }
            throw e;
        }
    }

    private String webhook() throws ChannelException {
        if (settings.webhookUrl() == null && settings.webhookKeys().isEmpty()) {
            return "webhook_url is not given: the folder is polled";
        }
        String impossible = GraphSubscription.impossible(settings);
        if (impossible != null) {
            throw ChannelException.of(FailureKind.PERMANENT, impossible);
        }
        URI address = Objects.requireNonNull(settings.webhookUrl(), "webhook_url");
        String question = address + (address.getRawQuery() == null ? "?" : "&") + "validationToken="
                + URLEncoder.encode(HANDSHAKE, StandardCharsets.UTF_8);
        try (HttpTransport http = new HttpTransport(context.egress(), context.log())) {
            HttpAnswer answer = http.send(
                    HttpCall.post(URI.create(question), "text/plain; charset=utf-8", Content.of(new byte[0])));
            boolean text = answer.header("content-type").orElse("").startsWith("text/plain");
            if (answer.status() == 200 && text && HANDSHAKE.equals(new String(answer.body(), StandardCharsets.UTF_8))) {
                return "webhook_url answers Microsoft's handshake";
            }
            throw unreachable("webhook_url answered " + answer.status() + " and not as Microsoft expects", null);
        } catch (TransportException e) {
            throw unreachable("webhook_url cannot be called from here: " + e.getMessage(), e);
        }
    }

    private static ChannelException unreachable(String words, @Nullable Throwable cause) {
        return ChannelException.of(FailureKind.TRANSIENT, words, cause)
                .withHint(
                        "It must be PUBLIC_URL/webhooks/microsoft365/TENANT/CHANNEL, reached from the internet over https,"
                                + " with what stands in front of it passing POST and the query on.");
    }

    private interface Look {
        String at() throws ChannelException;
    }

    private static final class Run {
        private final Consumer<Stage> progress;
        private final GraphSettings settings;
        private final List<Stage> stages = new ArrayList<>();

        Run(Consumer<Stage> progress, GraphSettings settings) {
            this.settings = settings;
            this.progress = progress;
        }

        boolean stage(String name, Look look) {
            Stage stage;
            try {
                stage = new Stage("microsoft365." + name, true, look.at(), null);
            } catch (ChannelException failure) {
                ChannelException e = AccessHints.explained(failure, settings);
                String words =
                        Objects.requireNonNullElse(e.getMessage(), e.kind().name());
                stage = new Stage("microsoft365." + name, false, words, e.hint().orElse(null));
            }
            stages.add(stage);
            progress.accept(stage);
            return stage.ok();
        }
    }
}
