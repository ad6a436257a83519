package io.deskwire.testkit.pipeline;

import io.deskwire.Deskwire;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.MediaSource;
import io.deskwire.channel.MessageTemplates;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.ServiceWindow;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Content;
import io.deskwire.message.Correspondents;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.Envelope;
import io.deskwire.message.MessageKind;
import io.deskwire.message.MessageTemplate;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.RichContent;
import io.deskwire.message.ThreadHeaders;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.RecordingTicketSink;
import io.deskwire.testkit.SettableClock;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A helpdesk with one number on a messenger, driven by hand: what the core does with chats, between scripted ends. */
final class ChatDesk implements AutoCloseable {

    static final String ACME = "acme";
    static final String CHAT = "chat";
    static final Address ANN = Address.phone("+15551110001", "Ann");
    static final Address ANN_ID = new Address(Address.Kind.BUSINESS_USER_ID, "US.1", null);

    final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T12:00:00Z"));
    final InMemoryStores stores = new InMemoryStores();
    final InMemoryConfigStore config = new InMemoryConfigStore();
    final RecordingTicketSink sink = new RecordingTicketSink();
    final List<OutboundMessage> sent = new ArrayList<>();
    final Deque<Sending> sendAnswers = new ArrayDeque<>();
    final Deque<Fetching> fetchAnswers = new ArrayDeque<>();
    final List<MessageTemplate> templates = new ArrayList<>();
    final Deskwire deskwire;

    /** The template that stands in outside of the window, or null. */
    @Nullable String fallback;

    private final Map<String, ParsedMessage> parsed = new HashMap<>();

    interface Sending {
        SendResult attempt(OutboundMessage message) throws ChannelException;
    }

    interface Fetching {
        MediaSource.Fetched attempt(MediaSource.Vault vault) throws ChannelException, IOException;
    }

    ChatDesk() {
        this(Map.of());
    }

    ChatDesk(Map<String, Object> settings) {
        deskwire = Deskwire.builder(stores, config, sink, Secret.of("a key for tests that is long enough"))
                .channelType(new ChatType())
                .clock(clock)
                .build();
        Map<String, Object> document = new LinkedHashMap<>(settings);
        document.put("phone_number", "+1 555 000 0000");
        config.put(ChannelConfig.of(ACME, CHAT, "chat", document, null));
    }

    /** A text of Ann's. */
    String says(String text) {
        return says(ANN, text);
    }

    String says(Address who, String text, Address... aliases) {
        return arrives(new Item(who, text).aliases(aliases));
    }

    /** Something comes and everything that follows is done; returns the network's id of it. */
    String arrives(Item item) {
        String id = "net-" + (parsed.size() + 1);
        parsed.put(id, item.parsed(id, clock.instant()));
        deskwire.channels()
                .receive(
                        ACME,
                        CHAT,
                        new RawItem(
                                id, "chat", Envelope.unknown(), null, Map.of("id", id), RawBody.of(new byte[] {1})));
        run();
        return id;
    }

    void run() {
        while (!deskwire.runOnce().isIdle()) {
            // Each round may make more work due.
        }
    }

    void later(Duration time) {
        clock.advance(time);
        run();
    }

    /** The conversation of a ticket that holds a text. */
    String conversationWith(String text) {
        return sink.calls().stream()
                .filter(call -> call.message().text().equals(text))
                .map(TicketEvent::conversationId)
                .findFirst()
                .orElseThrow();
    }

    /** The texts in the helpdesk's tickets, ticket by ticket. */
    List<List<String>> tickets() {
        return sink.tickets(ACME).values().stream()
                .map(events -> events.stream().map(e -> e.message().text()).toList())
                .toList();
    }

    TicketRef ticketWith(String text) {
        return Objects.requireNonNull(stores.conversations()
                .find(ACME, conversationWith(text))
                .orElseThrow()
                .ticket());
    }

    StoredMessage.Inbound inbound(String text) {
        return deskwire.messages().ofConversation(ACME, conversationWith(text)).stream()
                .filter(StoredMessage.Inbound.class::isInstance)
                .map(StoredMessage.Inbound.class::cast)
                .filter(message -> message.message().text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    StoredMessage.Outbound outbound(String id) {
        return (StoredMessage.Outbound) deskwire.messages().find(ACME, id).orElseThrow();
    }

    DeliveryStatus statusOf(String id) {
        return outbound(id).deliveries().get(0).status();
    }

    @Override
    public void close() {
        deskwire.close();
    }

    /** One thing that the network hands over. */
    static final class Item {
        private final @Nullable Address from;
        private final String text;
        private List<Address> aliases = List.of();
        private List<Address> replyTo = List.of();
        private List<Address> to = List.of();
        private List<String> quotes = List.of();
        private List<Attachment> files = List.of();
        private List<DeliveryReport> reports = List.of();
        private MessageKind kind = MessageKind.MESSAGE;
        private @Nullable ChannelEvent event;
        private Duration age = Duration.ZERO;
        private @Nullable String id;

        Item(@Nullable Address from, String text) {
            this.from = from;
            this.text = text;
        }

        Item aliases(Address... addresses) {
            aliases = List.of(addresses);
            return this;
        }

        Item inGroup(String group) {
            replyTo = List.of(new Address(Address.Kind.GROUP, group, null));
            return this;
        }

        Item to(Address address) {
            to = List.of(address);
            return this;
        }

        Item quoting(String networkId) {
            quotes = List.of(networkId);
            return this;
        }

        Item withFile(String name) {
            files = List.of(new Attachment(0, name, "image/jpeg", -1, null, false, null, Attachment.State.PENDING));
            return this;
        }

        Item event(MessageKind newKind, ChannelEvent newEvent) {
            kind = newKind;
            event = newEvent;
            return this;
        }

        Item reporting(DeliveryReport report) {
            reports = List.of(report);
            return event(MessageKind.DELIVERY_REPORT, new ChannelEvent.StatusUpdate());
        }

        Item old(Duration newAge) {
            age = newAge;
            return this;
        }

        Item id(String networkId) {
            id = networkId;
            return this;
        }

        private ParsedMessage parsed(String fallbackId, Instant now) {
            String networkId = id == null ? fallbackId : id;
            return new ParsedMessage(
                    fallbackId,
                    kind,
                    new ThreadHeaders(networkId, quotes, List.of(), networkId, null),
                    new Correspondents(from, null, replyTo, to, List.of(), List.of(), aliases),
                    Body.text(null, text),
                    files,
                    Automation.none(),
                    Authentication.unknown(),
                    now.minus(age),
                    reports,
                    List.of(),
                    List.of(),
                    event,
                    null);
        }
    }

    private final class ChatType implements ChannelType {
        @Override
        public String id() {
            return "chat";
        }

        @Override
        public Set<String> secretFields() {
            return Set.of();
        }

        @Override
        public List<ConfigProblem> check(ChannelConfig channel) {
            return List.of();
        }

        @Override
        public Channel open(ChannelConfig channel, ChannelContext context) {
            return new ChatChannel();
        }

        @Override
        public Map<String, Decoder> decoders() {
            return Map.of("chat", new Decoder() {
                @Override
                public ParsedMessage decode(Content raw, Map<String, String> meta) {
                    return Objects.requireNonNull(parsed.get(meta.get("id")));
                }

                @Override
                public InputStream attachment(Content raw, Map<String, String> meta, int index) throws IOException {
                    throw new IOException("it is fetched apart");
                }
            });
        }
    }

    private final class ChatChannel implements Channel, Outbound, ServiceWindow {

        @Override
        public Optional<Outbound> outbound() {
            return Optional.of(this);
        }

        @Override
        public Optional<MediaSource> media() {
            return Optional.of((raw, meta, index, vault) -> {
                try {
                    Fetching answer = fetchAnswers.pollFirst();
                    return answer == null
                            ? new MediaSource.Fetched(
                                    vault.keep(Content.of(new byte[] {7, 7}).open()), "image/png")
                            : answer.attempt(vault);
                } catch (IOException e) {
                    throw ChannelException.of(FailureKind.TRANSIENT, "cut off", e);
                }
            });
        }

        @Override
        public Optional<MessageTemplates> templates() {
            return Optional.of(new MessageTemplates() {
                @Override
                public List<MessageTemplate> known() {
                    return templates;
                }

                @Override
                public List<MessageTemplate> refresh(Instant now) {
                    return templates;
                }
            });
        }

        @Override
        public Optional<ServiceWindow> serviceWindow() {
            return Optional.of(this);
        }

        @Override
        public Duration length() {
            return Duration.ofHours(24);
        }

        @Override
        public boolean needs(OutboundMessage message) {
            return !(message.rich() instanceof RichContent.Template);
        }

        @Override
        public Optional<OutboundMessage> fallback(OutboundMessage message) {
            String name = fallback;
            return name == null
                    ? Optional.empty()
                    : Optional.of(message.with(
                            message.text(),
                            null,
                            List.of(),
                            RichContent.Template.of(name, "en", List.of(message.text()))));
        }

        @Override
        public List<Part> parts(OutboundMessage message) {
            List<Part> parts = new ArrayList<>();
            if (!message.text().isEmpty() || message.rich() != null) {
                parts.add(new Part(message.text(), null, List.of(), message.rich()));
            }
            message.attachments().forEach(file -> parts.add(new Part("", null, List.of(file), null)));
            return parts;
        }

        @Override
        public SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
            Sending answer = sendAnswers.pollFirst();
            return answer == null ? accepted(message) : answer.attempt(message);
        }

        @Override
        public void close() {}
    }

    SendResult accepted(OutboundMessage message, Address... aliases) {
        sent.add(message);
        String id = "out-" + sent.size();
        return new SendResult.HandedOver(
                id,
                id,
                message.recipients().stream()
                        .map(to -> new SendResult.RecipientResult(to, DeliveryStatus.SENT, null, null))
                        .toList(),
                List.of(aliases));
    }
}
