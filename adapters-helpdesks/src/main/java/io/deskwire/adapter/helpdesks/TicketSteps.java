package io.deskwire.adapter.helpdesks;

import io.deskwire.failure.ChannelException;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketSink;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A sink made of calls that fail in their own ways; for this module's packages. Deliveries of one conversation that reach it
 * at once are done one after the other, since no helpdesk but Zendesk knows a repeated request by itself.
 */
public abstract class TicketSteps implements TicketSink, AutoCloseable {

    private static final int STRIPES = 64;

    private final Object[] stripes =
            IntStream.range(0, STRIPES).mapToObj(i -> new Object()).toArray();

    /** For the helpdesks' own sinks. */
    protected TicketSteps() {}

    @Override
    public final SinkResult deliver(TicketEvent event) {
        String key = event.message().tenantId() + "\n" + event.conversationId();
        synchronized (stripes[Math.floorMod(key.hashCode(), STRIPES)]) {
            try {
                return attempt(event);
            } catch (UncertainWriteException e) {
                return new SinkResult.Unknown(words(e));
            } catch (ChannelException e) {
                return result(e);
            } catch (IOException e) {
                return new SinkResult.Retry(
                        "a file of the message cannot be read: " + e.getClass().getSimpleName(), null);
            }
        }
    }

    /**
     * Puts a message into the helpdesk, once.
     *
     * @throws UncertainWriteException when nobody knows whether it was taken
     * @throws ChannelException when it certainly was not
     * @throws IOException when a file of the message cannot be read; nothing was sent
     */
    protected abstract SinkResult attempt(TicketEvent event) throws ChannelException, IOException;

    /** What a failure means after which certainly nothing was written. */
    static SinkResult result(ChannelException e) {
        String reason = words(e) + e.hint().map(hint -> " " + hint).orElse("");
        return switch (e.kind()) {
            case AUTH, NOT_FOUND -> new SinkResult.Misconfigured(reason);
            case THROTTLED, TRANSIENT, CURSOR_EXPIRED ->
                new SinkResult.Retry(reason, e.retryAfter().orElse(null));
            case MALFORMED, UNSUPPORTED, WINDOW_CLOSED, PERMANENT -> new SinkResult.Rejected(reason);
        };
    }

    private static String words(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    @Override
    public abstract void close();
}
