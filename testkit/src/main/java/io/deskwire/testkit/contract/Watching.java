package io.deskwire.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelWatch;
import io.deskwire.failure.ChannelException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A watch on a thread of its own, with what it reported. */
final class Watching implements AutoCloseable {

    private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();
    private final Thread thread;

    Watching(Channel channel) {
        ChannelWatch watch = channel.watch().orElseThrow();
        thread = new Thread(() -> watch(watch));
        thread.start();
    }

    private void watch(ChannelWatch watch) {
        try {
            watch.run(new ChannelWatch.Listener() {
                @Override
                public void connected() {
                    reports.add("connected");
                }

                @Override
                public void changed() {
                    reports.add("changed");
                }
            });
            reports.add("ended");
        } catch (ChannelException e) {
            reports.add("failed " + e.kind());
        }
    }

    void expect(String report) throws InterruptedException {
        assertThat(next()).isEqualTo(report);
    }

    /** Ended in peace or with a failure, as long as it ended. */
    void expectEnd() throws InterruptedException {
        String report = next();
        while ("changed".equals(report)) {
            report = next();
        }
        assertThat(report).isNotNull().matches("ended|failed .*");
    }

    private @Nullable String next() throws InterruptedException {
        return reports.poll(60, TimeUnit.SECONDS);
    }

    void forgetHints() {
        reports.removeIf("changed"::equals);
    }

    void interrupt() {
        thread.interrupt();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(thread.isAlive()).as("the watch still runs").isFalse();
    }
}
