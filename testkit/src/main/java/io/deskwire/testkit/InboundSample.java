package io.deskwire.testkit;

import io.deskwire.intake.RawInbound;
import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Correspondents;
import io.deskwire.message.Envelope;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import io.deskwire.work.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds an {@link InboundMessage}; made by {@link MessageSamples#inbound}. Not thread-safe. */
public final class InboundSample {

    private String id = Ids.next(MessageSamples.NOON);
    private String tenantId = "acme";
    private String channelId = "support";
    private String rawId = "raw-" + id;
    private Envelope envelope = new Envelope("ann@customer.example", List.of("support@tenant.example"));
    private Instant receivedAt = MessageSamples.NOON;
    private @Nullable String messageId = id + "@customer.example";
    private @Nullable String dedupeKey;
    private MessageKind kind = MessageKind.MESSAGE;
    private Address from = Address.email("ann@customer.example", "Ann");
    private @Nullable String subject = "My printer is on fire";
    private String text = "Please help.";
    private List<String> inReplyTo = List.of();
    private @Nullable String providerThread;
    private List<Address> aliases = List.of();
    private final List<Attachment> attachments = new ArrayList<>();
    private List<String> notes = List.of();
    private @Nullable ChannelEvent event;
    private @Nullable ParsedMessage parsed;

    InboundSample() {}

    /** Our id; a new one unless given. */
    public InboundSample id(String value) {
        id = value;
        return this;
    }

    /** Tenant and channel that received it; {@code acme} and {@code support} unless given. */
    public InboundSample channel(String tenant, String channel) {
        tenantId = tenant;
        channelId = channel;
        return this;
    }

    /** The stored item it was decoded from, with its tenant, channel, envelope and time. */
    public InboundSample of(RawInbound raw) {
        rawId = raw.id();
        envelope = raw.envelope();
        receivedAt = raw.arrivedAt();
        return channel(raw.tenantId(), raw.channelId());
    }

    /** Its Message-ID, or null for a message without one. */
    public InboundSample messageId(@Nullable String value) {
        messageId = value;
        return this;
    }

    /** What makes it a repeat of another; its Message-ID (or else its id) unless given. */
    public InboundSample dedupeKey(String value) {
        dedupeKey = value;
        return this;
    }

    public InboundSample kind(MessageKind value) {
        kind = value;
        return this;
    }

    public InboundSample from(String address) {
        from = Address.email(address);
        return this;
    }

    /** Its author, and further addresses of the author. */
    public InboundSample from(Address author, Address... others) {
        from = author;
        aliases = List.of(others);
        return this;
    }

    public InboundSample subject(@Nullable String value) {
        subject = value;
        return this;
    }

    public InboundSample text(String value) {
        text = value;
        return this;
    }

    public InboundSample receivedAt(Instant value) {
        receivedAt = value;
        return this;
    }

    /** Message-IDs it says it answers. */
    public InboundSample inReplyTo(String... ids) {
        inReplyTo = List.of(ids);
        return this;
    }

    /** One more file, of which only the description is given. */
    public InboundSample attachment(String fileName, String contentType, long size) {
        attachments.add(new Attachment(
                attachments.size(), fileName, contentType, size, null, false, null, Attachment.State.AVAILABLE));
        return this;
    }

    /** One more file, still to be fetched from the provider. */
    public InboundSample pendingAttachment(String fileName, String contentType) {
        attachments.add(new Attachment(
                attachments.size(), fileName, contentType, -1, null, false, null, Attachment.State.PENDING));
        return this;
    }

    /** What a person should know beside the text. */
    public InboundSample notes(String... values) {
        notes = List.of(values);
        return this;
    }

    /** What it says about messages or people known already; null, as unless given, for a message. */
    public InboundSample event(@Nullable ChannelEvent value) {
        event = value;
        return this;
    }

    /** All that was read from the bytes, in place of everything given about it before. */
    public InboundSample parsed(ParsedMessage value) {
        parsed = value;
        return this;
    }

    /** The provider's own thread; none unless given. */
    public InboundSample providerThread(String value) {
        providerThread = value;
        return this;
    }

    public InboundMessage build() {
        ParsedMessage content = parsed == null ? parsedFromParts() : parsed;
        return new InboundMessage(id, tenantId, channelId, rawId, envelope, receivedAt, content);
    }

    private ParsedMessage parsedFromParts() {
        String key = dedupeKey != null ? dedupeKey : messageId != null ? messageId : id;
        return new ParsedMessage(
                key,
                kind,
                new ThreadHeaders(messageId, inReplyTo, inReplyTo, null, providerThread),
                new Correspondents(
                        from,
                        null,
                        List.of(),
                        List.of(Address.email("support@tenant.example")),
                        List.of(),
                        List.of(),
                        aliases),
                Body.text(subject, text),
                attachments,
                Automation.none(),
                Authentication.unknown(),
                receivedAt,
                List.of(),
                List.of(),
                notes,
                event,
                null);
    }
}
