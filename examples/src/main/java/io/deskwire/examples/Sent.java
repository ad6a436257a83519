package io.deskwire.examples;

import io.deskwire.DeskwireListener;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a helpdesk would show as "sent" beside the answer. */
final class Sent implements DeskwireListener {

    private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();

    @Override
    public void sent(String tenantId, String channelId, String outcome) {
        outcomes.add(outcome);
    }

    void await() throws InterruptedException {
        if (outcomes.poll(30, TimeUnit.SECONDS) == null) {
            throw new IllegalStateException("nothing was sent within 30 seconds");
        }
    }
}
