package io.deskwire.examples.spring;

import io.deskwire.Deskwire;
import org.springframework.context.SmartLifecycle;

/** Starts Deskwire after all other beans and ends it before them: what is under way finishes, the rest waits for the next start. */
final class DeskwireLife implements SmartLifecycle {

    private final Deskwire deskwire;
    private volatile boolean running;

    DeskwireLife(Deskwire deskwire) {
        this.deskwire = deskwire;
    }

    @Override
    public void start() {
        deskwire.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        deskwire.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
