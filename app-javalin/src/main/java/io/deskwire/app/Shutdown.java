package io.deskwire.app;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells that the server is about to stop, so that what would otherwise stay open (an event stream) can end by itself. */
public final class Shutdown {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean begun;

    /** Whether the server is stopping. */
    public boolean begun() {
        return begun;
    }

    /** Has something called when the server begins to stop; be quick. Called at once when it has begun already. */
    public void onBegin(Runnable listener) {
        listeners.add(listener);
        if (begun) {
            listener.run();
        }
    }

    /** Begins. */
    void begin() {
        begun = true;
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.warn("something could not be ended early", e);
            }
        }
    }
}
