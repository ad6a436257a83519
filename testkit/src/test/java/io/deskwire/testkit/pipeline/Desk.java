package io.deskwire.testkit.pipeline;

import io.deskwire.Deskwire;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.SendResult;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.delivery.SendPace;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.Envelope;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.SettableClock;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A helpdesk of two tenants with one mailbox each, driven by hand: the whole core between scripted ends. */
final class Desk implements AutoCloseable {

    static final String ACME = "acme";
    static final String BOLT = "bolt";
    static final String SUPPORT = "support";

    final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T12:00:00Z"));
    final InMemoryStores stores = new InMemoryStores();
    final InMemoryConfigStore config = new InMemoryConfigStore();
    final Deskwire deskwire;

    /** Every call of the helpdesk, in order. */
    final List<TicketEvent> offered = new ArrayList<>();

    /** Tickets with the texts in them, in order. */
    final Map<String, List<String>> tickets = new LinkedHashMap<>();

    /** What the helpdesk answers next instead of doing its work; null means to do it. */
    final Deque<SinkResult> sinkAnswers = new ArrayDeque<>();

    /** Every message that left, once per attempt that was handed over. */
    final List<OutboundMessage> sent = new ArrayList<>();

    /** What happens at the next attempts to send; an empty one means success. */
    final Deque<Sent> sendAnswers = new ArrayDeque<>();

    /** What the provider knows of sent messages when it is asked; null where it cannot be asked. */
    Outbound.@Nullable SentLookup lookup;

    /** How fast messages may leave. */
    SendPace pace = SendPace.unlimited();

    private int nextItem = 1;

    /** An attempt to send that ends otherwise. */
    interface Sent {
        SendResult attempt(OutboundMessage message, List<Address> recipients) throws ChannelException;
    }

    Desk() {
        deskwire = anotherNode();
        for (String tenant : List.of(ACME, BOLT)) {
            addChannel(tenant, SUPPORT, "support@" + tenant + ".example");
        }
    }

    /** A further node on the same stores and configuration; whoever asks for it closes it. */
    Deskwire anotherNode() {
        return Deskwire.builder(stores, config, this::deliver, Secret.of("a key for tests that is long enough"))
                .channelType(new ScriptedType())
                .sendPace((tenant, now) -> pace.mayLeaveAt(tenant, now))
                .clock(clock)
                .build();
    }

    void addChannel(String tenant, String channel, String address) {
        config.put(ChannelConfig.of(tenant, channel, "scripted", Map.of(), address));
    }

    /** A mail arrives; nothing is worked on yet. */
    void arrive(String tenant, String channel, String mail) {
        arrive(tenant, channel, mail, Map.of());
    }

    private void arrive(String tenant, String channel, String mail, Map<String, String> meta) {
        String text = mail.replace("\r\n", "\n").replace("\n", "\r\n");
        deskwire.channels()
                .receive(
                        tenant,
                        channel,
                        new RawItem(
                                "item-" + nextItem++,
                                MimeDecoder.FORMAT,
                                Envelope.unknown(),
                                clock.instant(),
                                meta,
                                RawBody.of(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** A mail arrives for acme and everything that follows is done. */
    void mail(String from, String subject, String text, String... moreHeaders) {
        arrive(ACME, SUPPORT, eml(from, "support@acme.example", subject, text, moreHeaders));
        run();
    }

    /** The same with facts that the provider tells beside the mail. */
    void mail(Map<String, String> meta, String from, String subject, String text, String... moreHeaders) {
        arrive(ACME, SUPPORT, eml(from, "support@acme.example", subject, text, moreHeaders), meta);
        run();
    }

    static String eml(String from, String to, String subject, String text, String... moreHeaders) {
        StringBuilder mail = new StringBuilder();
        mail.append("From: ").append(from).append('\n');
        mail.append("To: ").append(to).append('\n');
        mail.append("Subject: ").append(subject).append('\n');
        mail.append("Date: Mon, 2 Mar 2026 12:00:00 +0000\n");
        for (String header : moreHeaders) {
            mail.append(header).append('\n');
        }
        return mail.append("Content-Type: text/plain; charset=utf-8\n\n")
                .append(text)
                .append('\n')
                .toString();
    }

    /** Does whatever is due until nothing is. */
    void run() {
        while (!deskwire.runOnce().isIdle()) {
            // Each round may make more work due.
        }
    }

    void later(Duration time) {
        clock.advance(time);
        run();
    }

    /** The ticket whose conversation holds a text; fails when there is none or more than one. */
    String ticketWith(String text) {
        List<String> found = tickets.entrySet().stream()
                .filter(ticket -> ticket.getValue().contains(text))
                .map(Map.Entry::getKey)
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("'" + text + "' stands in " + found + " of " + tickets);
        }
        return found.get(0);
    }

    private SinkResult deliver(TicketEvent event) {
        offered.add(event);
        if (!sinkAnswers.isEmpty()) {
            return sinkAnswers.removeFirst();
        }
        TicketRef known = event.knownTicket();
        String id = known == null ? "T" + (tickets.size() + 1) : known.value();
        tickets.computeIfAbsent(id, ticket -> new ArrayList<>())
                .add(event.message().text().strip());
        return known == null ? new SinkResult.Created(new TicketRef(id)) : new SinkResult.Appended(known);
    }

    @Override
    public void close() {
        deskwire.close();
    }

    private final class ScriptedType implements ChannelType {
        @Override
        public String id() {
            return "scripted";
        }

        @Override
        public Set<String> secretFields() {
            return Set.of("password");
        }

        @Override
        public List<ConfigProblem> check(ChannelConfig channel) {
            return List.of();
        }

        @Override
        public Channel open(ChannelConfig channel, ChannelContext context) {
            return new Channel() {
                @Override
                public Optional<Outbound> outbound() {
                    return Optional.of(new Outbound() {
                        @Override
                        public SendResult send(OutboundMessage message, List<Address> recipients)
                                throws ChannelException {
                            return Desk.this.send(message, recipients);
                        }

                        @Override
                        public Optional<SentLookup> sentLookup() {
                            return Optional.ofNullable(lookup);
                        }
                    });
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Map<String, Decoder> decoders() {
            return Map.of(MimeDecoder.FORMAT, new MimeDecoder());
        }
    }

    private SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
        @Nullable Sent answer = sendAnswers.pollFirst();
        if (answer != null) {
            return answer.attempt(message, recipients);
        }
        return accepted(message, recipients);
    }

    SendResult accepted(OutboundMessage message, List<Address> recipients) {
        sent.add(message);
        return handedOver(recipients);
    }

    SendResult handedOver(List<Address> recipients) {
        return new SendResult.HandedOver(
                "p" + sent.size(),
                null,
                recipients.stream()
                        .map(r -> new SendResult.RecipientResult(r, DeliveryStatus.SENT, "2.0.0", null))
                        .toList());
    }
}
