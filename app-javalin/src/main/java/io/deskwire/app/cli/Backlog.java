package io.deskwire.app.cli;

import io.deskwire.app.Installation;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Files what a command stored, beside a running server or without one. */
final class Backlog {

    private static final int LONGEST_WAIT_SECONDS = 120;

    private final Installation installation;
    private final String tenant;

    Backlog(Installation installation, String tenant) {
        this.installation = installation;
        this.tenant = tenant;
    }

    /** Files and hands over; a server beside us takes its share. Says what is left. */
    void workOff(PrintWriter out) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < LONGEST_WAIT_SECONDS * 10 && waiting() > 0; i++) {
            // What another node holds is done in a moment; what failed waits for its next attempt.
            if (installation.deskwire().fileOnce().isIdle()
                    && waiting() > 0
                    && never.await(100, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts this down");
            }
        }
        long left = waiting();
        if (left > 0) {
            out.println(left + " of the tenant's items still wait to be filed or handed over; a running server, or"
                    + " the next start, goes on with them");
        }
    }

    private long waiting() {
        return installation.stores().inbox().backlog(tenant)
                + installation.stores().deliveries().backlog(tenant);
    }
}
