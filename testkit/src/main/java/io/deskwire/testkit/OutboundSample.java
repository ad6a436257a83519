package io.deskwire.testkit;

import io.deskwire.message.Address;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import io.deskwire.work.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds an {@link OutboundMessage}; made by {@link MessageSamples#outbound}. Not thread-safe. */
public final class OutboundSample {

    private String id = Ids.next(MessageSamples.NOON);
    private String tenantId = "acme";
    private String channelId = "support";
    private String conversationId = "conversation-" + id;
    private String messageId = id + "@tenant.example";
    private Address from = Address.email("support@tenant.example", "Support");
    private @Nullable Address replyTo;
    private List<Address> to = List.of(Address.email("ann@customer.example"));
    private List<Address> cc = List.of();
    private @Nullable String subject = "Re: My printer is on fire";
    private String text = "Have you tried water?";
    private @Nullable String html;
    private final List<OutboundAttachment> attachments = new ArrayList<>();
    private @Nullable RichContent rich;
    private @Nullable String inReplyTo;
    private List<String> references = List.of();
    private boolean automatic;
    private Instant createdAt = MessageSamples.NOON;

    OutboundSample() {}

    /** Our id; a new one unless given. */
    public OutboundSample id(String value) {
        id = value;
        return this;
    }

    /** Tenant and channel it leaves by; {@code acme} and {@code support} unless given. */
    public OutboundSample channel(String tenant, String channel) {
        tenantId = tenant;
        channelId = channel;
        return this;
    }

    /** Its conversation; one of its own unless given. */
    public OutboundSample conversation(String value) {
        conversationId = value;
        return this;
    }

    /** Its fixed Message-ID; one made from its id unless given. */
    public OutboundSample messageId(String value) {
        messageId = value;
        return this;
    }

    public OutboundSample from(String address) {
        from = Address.email(address);
        return this;
    }

    /** A sender of any kind. */
    public OutboundSample from(Address address) {
        from = address;
        return this;
    }

    public OutboundSample replyTo(String address) {
        replyTo = Address.email(address);
        return this;
    }

    /** Main recipients as e-mail addresses. */
    public OutboundSample to(String... addresses) {
        to = emails(addresses);
        return this;
    }

    /** Main recipients of any kind. */
    public OutboundSample to(Address... addresses) {
        to = List.of(addresses);
        return this;
    }

    public OutboundSample cc(String... addresses) {
        cc = emails(addresses);
        return this;
    }

    public OutboundSample subject(@Nullable String value) {
        subject = value;
        return this;
    }

    public OutboundSample text(String value) {
        text = value;
        return this;
    }

    public OutboundSample html(@Nullable String value) {
        html = value;
        return this;
    }

    /** One more file. */
    public OutboundSample attach(OutboundAttachment file) {
        attachments.add(file);
        return this;
    }

    /** What it carries besides text and files. */
    public OutboundSample rich(@Nullable RichContent value) {
        rich = value;
        return this;
    }

    /** The message it answers and that message's ancestors, oldest first. */
    public OutboundSample answering(String parentMessageId, String... ancestors) {
        inReplyTo = parentMessageId;
        List<String> chain = new ArrayList<>(List.of(ancestors));
        chain.add(parentMessageId);
        references = chain;
        return this;
    }

    public OutboundSample automatic() {
        automatic = true;
        return this;
    }

    public OutboundSample createdAt(Instant value) {
        createdAt = value;
        return this;
    }

    public OutboundMessage build() {
        return new OutboundMessage(
                id,
                tenantId,
                channelId,
                conversationId,
                messageId,
                from,
                replyTo,
                to,
                cc,
                subject,
                text,
                html,
                attachments,
                rich,
                inReplyTo,
                references,
                automatic,
                createdAt);
    }

    private static List<Address> emails(String... addresses) {
        return Arrays.stream(addresses).map(Address::email).toList();
    }
}
