package io.deskwire.adapter.helpdesks;

import io.deskwire.Deskwire;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.PublicFiles;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.Secret;
import io.deskwire.message.Content;
import io.deskwire.testkit.FakeChannelType;
import io.deskwire.testkit.FakeMailbox;
import io.deskwire.testkit.FakeOutgoing;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.helpdesk.HookPost;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** One tenant with a mailbox and a helpdesk, driven by hand: everything between is real. */
public final class HelpdeskBench implements AutoCloseable {

    public static final String TENANT = "acme";
    public static final String MAIL = "mail";
    public static final String DESK = "desk";

    public final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T12:00:00Z"));
    public final InMemoryStores stores = new InMemoryStores();
    public final Deskwire deskwire;

    private final FakeChannelType mail = new FakeChannelType();
    private final InMemoryConfigStore config = new InMemoryConfigStore();
    private final AtomicReference<Deskwire> built = new AtomicReference<>();
    private final String kind;

    /** What happens around the helpdesk's sink. */
    public HelpdeskBench(BiFunction<CustomerDesk, SettableClock, HelpdeskType> helpdesk, Map<String, Object> document) {
        this(helpdesk, document, sink -> sink);
    }

    public HelpdeskBench(
            BiFunction<CustomerDesk, SettableClock, HelpdeskType> helpdesk,
            Map<String, Object> document,
            UnaryOperator<TicketSink> around) {
        HelpdeskType type = helpdesk.apply(new DeskwireDesk(built::get, stores.conversations()), clock);
        kind = type.id();
        ChannelConfig desk = ChannelConfig.of(TENANT, DESK, kind, new LinkedHashMap<>(document), null);
        config.put(FakeChannelType.config(TENANT, MAIL));
        config.put(desk);
        ChannelContext context = new ChannelContext(
                EgressPolicy.privateAllowed(), AccessTokens.none(), stores.memory(), PublicFiles.none());
        TicketSink sink = around.apply(new LinkedSink(type.sink(desk, context), stores.memory(), DESK));
        deskwire = Deskwire.builder(
                        stores, config, standsBesideOthers(sink), Secret.of("a key for tests that is long enough"))
                .channelType(mail)
                .channelType(type)
                .egress(EgressPolicy.privateAllowed())
                .clock(clock)
                .build();
        built.set(deskwire);
        run();
    }

    /** The host's tickets have names of their own, as in a server with built-in tickets. */
    private static TicketSink standsBesideOthers(TicketSink sink) {
        return (TicketEvent event) -> {
            SinkResult result = sink.deliver(event);
            if (result instanceof SinkResult.Created created) {
                return new SinkResult.Created(new TicketRef("own-" + event.conversationId()), created.number());
            }
            if (result instanceof SinkResult.Appended) {
                return new SinkResult.Appended(new TicketRef("own-" + event.conversationId()));
            }
            return result instanceof SinkResult.Duplicate
                    ? new SinkResult.Duplicate(new TicketRef("own-" + event.conversationId()))
                    : result;
        };
    }

    public FakeMailbox mailbox() {
        return mail.provider(TENANT, MAIL).mailbox();
    }

    public FakeOutgoing outgoing() {
        return mail.provider(TENANT, MAIL).outgoing();
    }

    /** Does everything that is due until nothing is. */
    public void run() {
        while (!deskwire.runOnce().isIdle()) {
            // Each round may make more work due.
        }
    }

    /** The same a while later. */
    public void later(Duration time) {
        clock.advance(time);
        run();
    }

    /** A mail arrives and is filed. */
    public void arrives(String subject, String text) {
        mailbox().arrive(subject, text);
        later(Duration.ofMinutes(2));
    }

    /** A mail that answers another one arrives and is filed. */
    public void arrivesRaw(String mailText) {
        mailbox().arrive(mailText.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        later(Duration.ofMinutes(2));
    }

    /** A mail arrives whose HTML shows an image, with a text file beside it. */
    public void arrivesWithFiles() {
        arrivesRaw(String.join(
                "\n",
                "From: Ann <ann@customer.example>",
                "To: x@y.example",
                "Subject: Pictures",
                "Message-ID: <pictures@customer.example>",
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=outer",
                "",
                "--outer",
                "Content-Type: multipart/related; boundary=inner",
                "",
                "--inner",
                "Content-Type: text/html; charset=utf-8",
                "",
                "<p>Look: <img src=\"cid:pic1\"></p>",
                "--inner",
                "Content-Type: image/png; name=pic.png",
                "Content-ID: <pic1>",
                "Content-Disposition: inline; filename=pic.png",
                "Content-Transfer-Encoding: base64",
                "",
                "iVBORw0KGgo=",
                "--inner--",
                "--outer",
                "Content-Type: text/plain; name=note.txt",
                "Content-Disposition: attachment; filename=note.txt",
                "",
                "a note",
                "--outer--",
                ""));
    }

    /** The helpdesk posts; nothing is worked on yet. */
    public int post(HookPost hook) {
        return post(hook, Map.of());
    }

    public int post(HookPost hook, Map<String, List<String>> query) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        hook.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        return deskwire.webhooks()
                .receive(
                        kind,
                        TENANT,
                        DESK,
                        new WebhookRequest(
                                "POST",
                                URI.create("https://desk.example/webhooks/" + kind + "/" + TENANT + "/" + DESK),
                                query,
                                headers,
                                Content.of(hook.body()),
                                clock.instant()))
                .status();
    }

    /** What customers were sent, in order. */
    public List<String> sentTexts() {
        return outgoing().copies().stream()
                .map(copy -> copy.message().text().strip())
                .toList();
    }

    /** The conversation of the newest message of the mailbox. */
    public String conversation() {
        StoredMessage.Inbound newest =
                stores.conversations().received(TENANT, MAIL, null, 1).items().get(0);
        return String.valueOf(newest.conversationId());
    }

    @Override
    public void close() {
        deskwire.close();
    }
}
