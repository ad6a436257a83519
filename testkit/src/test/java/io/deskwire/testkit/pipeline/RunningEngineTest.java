package io.deskwire.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Deskwire;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelState.Status;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.ChannelWatch;
import io.deskwire.channel.Cursor;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine with its own threads, on the system's clock: only what cannot be shown by driving it by hand. */
class RunningEngineTest {

    private final InMemoryStores stores = new InMemoryStores();
    private final InMemoryConfigStore config = new InMemoryConfigStore();
    private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
    private final CountDownLatch slowTenantMayGoOn = new CountDownLatch(1);
    private final AtomicInteger slowCalls = new AtomicInteger();
    private final Mailbox mailbox = new Mailbox();
    private final Deskwire deskwire = Deskwire.builder(
                    stores, config, this::deliver, Secret.of("a key for tests that is long enough"))
            .channelType(new MailboxType())
            .accessTokens(AccessTokens.none())
            .build();

    @AfterEach
    void close() {
        slowTenantMayGoOn.countDown();
        deskwire.close();
    }

    @Test
    void a_helpdesk_that_hangs_for_one_tenant_does_not_delay_another() throws Exception {
        for (int i = 0; i < 300; i++) {
            arrive("slow", "slow " + i);
        }
        deskwire.start();
        await(() -> slowCalls.get() > 0);

        arrive("quick", "quick");

        assertThat(delivered.poll(20, TimeUnit.SECONDS)).isEqualTo("quick quick");
        assertThat(slowCalls.get())
                .as("the slow tenant holds its share and no more")
                .isLessThanOrEqualTo(16);
        slowTenantMayGoOn.countDown();
        for (int i = 0; i < 300; i++) {
            assertThat(delivered.poll(20, TimeUnit.SECONDS)).startsWith("slow ");
        }
    }

    @Test
    void stopping_lets_what_is_under_way_finish_and_begins_nothing_new() throws Exception {
        for (int i = 0; i < 50; i++) {
            arrive("slow", "slow " + i);
        }
        deskwire.start();
        await(() -> slowCalls.get() > 0);

        Thread stopping = new Thread(() -> {
            try {
                deskwire.stop(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stopping.start();
        await(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        slowTenantMayGoOn.countDown();
        stopping.join(20_000);

        assertThat(stopping.isAlive()).isFalse();
        assertThat(delivered).hasSize(slowCalls.get());
        assertThat(delivered.size()).isLessThan(50);
        assertThat(stores.deliveries().backlog("slow") + stores.inbox().backlog("slow"))
                .as("the rest waits for the next start")
                .isEqualTo(50 - delivered.size());
    }

    @Test
    void a_hint_makes_the_next_fetch_happen_without_waiting_for_the_poll() throws Exception {
        config.put(ChannelConfig.of(
                "quick", "support", "mailbox", Map.of("poll_interval_seconds", 3600), "support@quick.example"));
        deskwire.start();
        assertThat(mailbox.watched.await(20, TimeUnit.SECONDS)).isTrue();

        mailbox.put("after the first poll");
        mailbox.hint();

        assertThat(delivered.poll(20, TimeUnit.SECONDS)).isEqualTo("quick after the first poll");
    }

    @Test
    void a_channel_written_while_running_starts_and_a_broken_one_hurts_only_itself() throws Exception {
        deskwire.start();
        mailbox.put("hello");
        config.put(ChannelConfig.of("quick", "broken", "mailbox", Map.of("refuse", true), "x@quick.example"));
        config.put(ChannelConfig.of("quick", "unknown", "pigeon", Map.of(), "x@quick.example"));
        config.put(ChannelConfig.of("quick", "support", "mailbox", Map.of(), "support@quick.example"));

        assertThat(delivered.poll(20, TimeUnit.SECONDS)).isEqualTo("quick hello");
        assertThat(deskwire.channels().find("quick", "broken").orElseThrow().problems())
                .extracting(ConfigProblem::path)
                .containsExactly("config.refuse", "config.also");
        assertThat(deskwire.channels().find("quick", "unknown").orElseThrow().problems())
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("pigeon").contains("mailbox"));
        assertThat(deskwire.channels()
                        .find("quick", "broken")
                        .orElseThrow()
                        .state()
                        .inbound()
                        .status())
                .isEqualTo(Status.CONNECT_ERROR);
    }

    @Test
    void a_mailbox_that_fails_says_why_and_mends_itself() throws Exception {
        mailbox.failure = ChannelException.of(FailureKind.AUTH, "the server refused the password");
        config.put(ChannelConfig.of("quick", "support", "mailbox", Map.of(), "support@quick.example"));
        deskwire.start();
        await(() -> deskwire.channels()
                .find("quick", "support")
                .map(c -> c.state().inbound().status() == Status.AUTH_ERROR)
                .orElse(false));
        assertThat(deskwire.channels()
                        .find("quick", "support")
                        .orElseThrow()
                        .state()
                        .inbound()
                        .reason())
                .isEqualTo("the server refused the password");

        mailbox.failure = null;
        mailbox.put("after mending");
        deskwire.channels().resume("quick", "support");

        assertThat(delivered.poll(20, TimeUnit.SECONDS)).isEqualTo("quick after mending");
    }

    private void arrive(String tenant, String text) {
        deskwire.channels().receive(tenant, "import", item(text, text));
    }

    private static RawItem item(String key, String text) {
        String mail = "From: c@customer.example\r\nSubject: s\r\nMessage-ID: <" + key.replace(' ', '-')
                + "@customer.example>\r\n\r\n" + text;
        return new RawItem(
                key,
                MimeDecoder.FORMAT,
                Envelope.unknown(),
                null,
                Map.of(),
                RawBody.of(mail.getBytes(StandardCharsets.UTF_8)));
    }

    private SinkResult deliver(TicketEvent event) {
        if (event.message().tenantId().equals("slow")) {
            slowCalls.incrementAndGet();
            try {
                slowTenantMayGoOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new SinkResult.Retry("interrupted", null);
            }
        }
        delivered.add((event.message().tenantId().equals("slow") ? "" : "quick ")
                + event.message().text().strip());
        return new SinkResult.Created(new TicketRef(event.message().id()));
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** A mailbox read after a cursor that counts, with a watch that can be nudged. */
    private static final class Mailbox implements InboundChannel, ChannelWatch {
        private final List<String> texts = new ArrayList<>();
        private final BlockingQueue<Boolean> hints = new LinkedBlockingQueue<>();
        final CountDownLatch watched = new CountDownLatch(1);
        volatile @Nullable ChannelException failure;

        synchronized void put(String text) {
            texts.add(text);
        }

        void hint() {
            hints.add(true);
        }

        @Override
        public synchronized FetchResult fetch(@Nullable Cursor after, Intake intake, Instant now)
                throws ChannelException {
            if (failure != null) {
                throw failure;
            }
            int from = after == null ? 0 : Integer.parseInt(after.value());
            List<RawItem> items = new ArrayList<>();
            for (int i = from; i < texts.size(); i++) {
                items.add(item("mail-" + i, texts.get(i)));
            }
            intake.accept(items, new Cursor(String.valueOf(texts.size())))
                    .toCompletableFuture()
                    .join();
            return new FetchResult(items.size(), items.size(), false, null);
        }

        @Override
        public void run(Listener listener) {
            listener.connected();
            try {
                // Only once the fetch that follows connecting is over is a hint a hint.
                watched.countDown();
                while (true) {
                    hints.take();
                    listener.changed();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class MailboxType implements ChannelType {
        @Override
        public String id() {
            return "mailbox";
        }

        @Override
        public Set<String> secretFields() {
            return Set.of();
        }

        @Override
        public List<ConfigProblem> check(ChannelConfig channel) {
            return channel.config().containsKey("refuse")
                    ? List.of(new ConfigProblem("config.refuse", "no"), new ConfigProblem("config.also", "no"))
                    : List.of();
        }

        @Override
        public Channel open(ChannelConfig channel, ChannelContext context) {
            return new Channel() {
                @Override
                public Optional<InboundChannel> inbound() {
                    return Optional.of(mailbox);
                }

                @Override
                public Optional<ChannelWatch> watch() {
                    return Optional.of(mailbox);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Map<String, Decoder> decoders() {
            return Map.of(MimeDecoder.FORMAT, new MimeDecoder());
        }
    }
}
