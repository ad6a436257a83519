package io.deskwire.delivery;

import io.deskwire.channel.ServiceWindow;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows until when somebody may be written to freely. */
public final class WindowGate {

    private final ServiceWindows windows;
    private final Conversations conversations;

    public WindowGate(ServiceWindows windows, Conversations conversations) {
        this.windows = windows;
        this.conversations = conversations;
    }

    /**
     * How a window stands.
     *
     * @param open whether free text passes now
     * @param closesAt when it closes, or closed; null when the person never wrote
     */
    public record State(boolean open, @Nullable Instant closesAt) {}

    /** How the window of a message's recipients stands; always open where the message needs none. */
    State of(OutboundMessage message, ServiceWindow window, Instant now) {
        boolean group = message.recipients().stream().allMatch(to -> to.kind() == Address.Kind.GROUP);
        if (group || !window.needs(message)) {
            return new State(true, null);
        }
        return of(message.tenantId(), message.channelId(), keys(message), window, now);
    }

    /** How the window of a conversation stands. */
    State of(Conversation conversation, ServiceWindow window, Instant now) {
        return of(conversation.tenantId(), conversation.channelId(), conversation.participants(), window, now);
    }

    private State of(String tenantId, String channelId, Collection<String> keys, ServiceWindow window, Instant now) {
        Optional<ServiceWindows.LastWrote> last = windows.find(tenantId, channelId, keys);
        Instant wrote = last.map(ServiceWindows.LastWrote::at).orElse(null);
        if (wrote == null) {
            return new State(false, null);
        }
        Instant closes = wrote.plus(window.length());
        Instant refused = last.map(ServiceWindows.LastWrote::refusedAt).orElse(null);
        if (refused != null && !refused.isBefore(wrote) && refused.isBefore(closes)) {
            closes = refused;
        }
        return new State(now.isBefore(closes), closes);
    }

    /** The provider called the window closed, whatever is known here. */
    void refused(OutboundMessage message, Instant now) {
        windows.refused(message.tenantId(), message.channelId(), keys(message), now);
    }

    /** The recipients, and whatever else the conversation knows them by. */
    private Set<String> keys(OutboundMessage message) {
        Set<String> keys = new LinkedHashSet<>();
        message.recipients().forEach(recipient -> keys.add(recipient.key()));
        conversations
                .find(message.tenantId(), message.conversationId())
                .map(Conversation::participants)
                .ifPresent(keys::addAll);
        return keys;
    }
}
