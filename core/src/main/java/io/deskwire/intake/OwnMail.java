package io.deskwire.intake;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.OwnAddress;
import io.deskwire.message.Address;
import io.deskwire.message.Forward;
import io.deskwire.message.InboundMessage;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What comes of mail that the tenant's channels send: back to the mailbox it left from, or to another of the tenant's. */
final class OwnMail {

    private final Conversations conversations;
    private final ConfigStore config;

    OwnMail(Conversations conversations, ConfigStore config) {
        this.conversations = conversations;
        this.config = config;
    }

    /**
     * The message of ours that this one is: by an id that we gave it, and by its sender, since whoever got a message of ours
     * could send another under the same id. Some providers put an id of theirs in place of ours and tell it later; until then
     * its words tell, in the conversation that it names.
     *
     * @param conversationId the conversation that it names, or null
     */
    Optional<StoredMessage.Outbound> of(InboundMessage message, @Nullable String conversationId) {
        String id = message.parsed().threading().messageId();
        Address from = message.from();
        if (from == null || !isOurs(message.tenantId(), from)) {
            return Optional.empty();
        }
        Optional<StoredMessage> byId =
                id == null ? Optional.empty() : conversations.outboundByWireId(message.tenantId(), id);
        return byId.filter(StoredMessage.Outbound.class::isInstance)
                .map(StoredMessage.Outbound.class::cast)
                .or(() -> conversationId == null ? Optional.empty() : byWords(message, from, conversationId));
    }

    private Optional<StoredMessage.Outbound> byWords(InboundMessage message, Address from, String conversationId) {
        String words = squeezed(message.text());
        return words.isEmpty()
                ? Optional.empty()
                : conversations.messages(message.tenantId(), conversationId).stream()
                        .filter(StoredMessage.Outbound.class::isInstance)
                        .map(StoredMessage.Outbound.class::cast)
                        .filter(sent -> sent.message().from().key().equals(from.key())
                                && squeezed(sent.message().text()).equals(words))
                        .findFirst();
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    /** Whether an address belongs to any channel of the tenant. */
    boolean isOurs(String tenantId, Address address) {
        return config.ofTenant(tenantId).stream().anyMatch(channel -> OwnAddress.isOwn(channel, address));
    }

    /** Whether mail of another channel was written to this one, not merely copied to it. */
    static boolean isWrittenTo(ChannelConfig channel, StoredMessage.Outbound sent) {
        return !sent.channelId().equals(channel.channelId())
                && sent.message().to().stream().anyMatch(to -> OwnAddress.isOwn(channel, to));
    }

    /** Whether two channels read the same address, so that they get the same mail. */
    boolean share(ChannelConfig one, String otherChannelId) {
        Optional<Address> address = OwnAddress.of(one);
        return address.isPresent()
                && config.find(one.tenantId(), otherChannelId)
                        .flatMap(OwnAddress::of)
                        .filter(other -> other.key().equals(address.get().key()))
                        .isPresent();
    }

    /**
     * Whether a message that is forwarded here was written by somebody other than the forwarder and ourselves: then it is a
     * matter of its own, whatever thread it was taken from. An answer that holds such a thing is still an answer.
     */
    boolean forwardsAnothers(InboundMessage message) {
        Forward forward = message.parsed().forward();
        if (forward == null || !forward.isWithin() || ReplyPrefix.isOn(message.subject())) {
            return false;
        }
        if (forward.kind() == Forward.Kind.ATTACHED && !ReplyPrefix.isOther(message.subject())) {
            // A file may be anything; only with such a subject it is what the letter is about.
            return false;
        }
        Address original = forward.from();
        return original == null
                || (Stream.concat(Stream.ofNullable(message.from()), message.parsed().people().replyTo().stream())
                                .noneMatch(own -> own.key().equals(original.key()))
                        && !isOurs(message.tenantId(), original));
    }
}
