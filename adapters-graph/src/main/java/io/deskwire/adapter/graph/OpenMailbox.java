package io.deskwire.adapter.graph;

import io.deskwire.channel.ChannelContext;
import io.deskwire.http.HttpTransport;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A channel's connection, made when it is first needed: nothing of Microsoft's library is loaded before, and so never where no
 * channel of this type is read or sent through.
 */
final class OpenMailbox implements Supplier<Mailbox>, AutoCloseable {

    private final GraphSettings settings;
    private final ChannelContext context;
    private final InstantSource clock;
    private @Nullable Mailbox mailbox;
    private @Nullable SharedClients clients;
    private @Nullable HttpTransport uploads;
    private boolean closed;

    OpenMailbox(GraphSettings settings, ChannelContext context, InstantSource clock) {
        this.settings = settings;
        this.context = context;
        this.clock = clock;
    }

    @Override
    public synchronized Mailbox get() {
        Mailbox open = mailbox;
        if (open == null) {
            SharedClients shared = SharedClients.acquire(context.egress());
            open = new Mailbox(settings, new GraphCalls(settings, context.tokens(), clock, shared));
            mailbox = open;
            clients = shared;
            if (closed) {
                // A message on its way out when the channel was closed: it may end, and leaves nothing behind.
                shared.release();
                clients = null;
            }
        }
        return open;
    }

    synchronized Uploads uploads() {
        HttpTransport http = uploads;
        if (http == null) {
            http = new HttpTransport(context.egress(), context.log());
            uploads = http;
        }
        return new Uploads(http);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (clients != null) {
            clients.release();
            clients = null;
        }
        if (uploads != null) {
            uploads.close();
            uploads = null;
        }
    }
}
