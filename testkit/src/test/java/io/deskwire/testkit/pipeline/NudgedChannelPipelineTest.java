package io.deskwire.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Deskwire;
import io.deskwire.DeskwireListener;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Cursor;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.PushSubscription;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookChannel.Answer;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.RecordingTicketSink;
import io.deskwire.testkit.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A channel that is read after a cursor and told when: the hint hurries, its absence costs time alone. */
class NudgedChannelPipelineTest {

    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

    private final SettableClock clock = SettableClock.at(START);
    private final InMemoryConfigStore config = new InMemoryConfigStore();
    private final InMemoryStores stores = new InMemoryStores();
    private final List<String> done = new ArrayList<>();
    private final Deque<ChannelException> keepFailures = new ArrayDeque<>();
    private final Deque<ChannelException> fetchFailures = new ArrayDeque<>();
    private final List<String> resyncs = new ArrayList<>();
    private boolean resync;
    private @Nullable String degraded;
    private Received answer = new Received.Nudge(Answer.of(204), false, null);
    private Deskwire deskwire;

    @BeforeEach
    void start() {
        config.put(document(Map.of()));
        deskwire = Deskwire.builder(
                        stores, config, new RecordingTicketSink(), Secret.of("a key for tests that is long enough"))
                .channelType(new NudgedType())
                .clock(clock)
                .listener(new DeskwireListener() {
                    @Override
                    public void resynced(String tenantId, String channelId, int stored) {
                        resyncs.add(tenantId + "/" + channelId + " " + stored);
                    }
                })
                .build();
        deskwire.runOnce();
    }

    @AfterEach
    void stop() {
        deskwire.close();
    }

    private static ChannelConfig document(Map<String, Object> settings) {
        return ChannelConfig.of("acme", "mail", "nudged", settings, "support@acme.example");
    }

    private ChannelState.Side receiving() {
        return stores.channelStates().find("acme", "mail").orElseThrow().inbound();
    }

    private int nudge() {
        WebhookRequest request = new WebhookRequest(
                "POST",
                URI.create("https://desk.example/webhooks/nudged/acme/mail"),
                Map.of(),
                Map.of(),
                Content.of(new byte[0]),
                clock.instant());
        return deskwire.webhooks().receive("nudged", "acme", "mail", request).status();
    }

    @Test
    void the_pushing_is_looked_after_before_the_first_reading() {
        assertThat(done).containsExactly("keep", "fetch");
        assertThat(receiving().status()).isEqualTo(ChannelState.Status.CONNECTED);
    }

    @Test
    void a_nudge_makes_the_channel_be_read_now_and_polling_goes_on_without() {
        done.clear();
        deskwire.runOnce();
        assertThat(done).isEmpty();

        assertThat(nudge()).isEqualTo(204);
        deskwire.runOnce();
        assertThat(done).containsExactly("fetch");

        clock.advance(Duration.ofSeconds(61));
        deskwire.runOnce();
        assertThat(done).containsExactly("fetch", "fetch");
    }

    @Test
    void a_nudge_does_not_shorten_what_the_provider_asked_to_wait_and_a_person_does() throws Exception {
        fetchFailures.add(ChannelException.throttled("too much", Duration.ofMinutes(10)));
        nudge();
        deskwire.runOnce();
        done.clear();
        nudge();
        clock.advance(Duration.ofMinutes(9));
        nudge();
        deskwire.runOnce();
        assertThat(done).isEmpty();

        clock.advance(Duration.ofMinutes(1));
        deskwire.runOnce();
        assertThat(done).containsExactly("fetch");

        fetchFailures.add(ChannelException.of(FailureKind.AUTH, "revoked"));
        nudge();
        deskwire.runOnce();
        done.clear();
        nudge();
        deskwire.runOnce();
        assertThat(done).isEmpty();
        deskwire.channels().resume("acme", "mail");
        deskwire.runOnce();
        assertThat(done).contains("fetch");
    }

    @Test
    void after_a_short_trouble_a_nudge_hurries_as_ever() {
        fetchFailures.add(ChannelException.of(FailureKind.TRANSIENT, "connection reset"));
        nudge();
        deskwire.runOnce();
        done.clear();
        nudge();
        deskwire.runOnce();
        assertThat(done).containsExactly("fetch");
    }

    @Test
    void a_wait_of_years_is_taken_for_a_mistake() {
        fetchFailures.add(ChannelException.throttled("too much", Duration.ofDays(3650)));
        nudge();
        deskwire.runOnce();
        done.clear();
        clock.advance(Duration.ofMinutes(61));
        deskwire.runOnce();
        assertThat(done).contains("fetch");
    }

    @Test
    void news_about_the_pushing_itself_makes_it_be_looked_after() {
        done.clear();
        answer = new Received.Nudge(Answer.of(202), true, null);
        assertThat(nudge()).isEqualTo(202);
        deskwire.runOnce();
        assertThat(done).containsExactly("keep", "fetch");
    }

    @Test
    void while_the_pushing_cannot_be_had_the_channel_is_degraded_and_read_all_the_same() {
        keepFailures.add(ChannelException.of(FailureKind.PERMANENT, "nobody may push to this topic")
                .withHint("Grant the publisher role."));
        clock.advance(Duration.ofDays(1));
        done.clear();
        deskwire.runOnce();

        assertThat(done).containsExactly("keep", "fetch");
        assertThat(receiving().status()).isEqualTo(ChannelState.Status.DEGRADED);
        assertThat(receiving().reason())
                .contains("nobody may push to this topic")
                .contains("Grant the publisher role.");

        clock.advance(Duration.ofHours(1));
        deskwire.runOnce();
        assertThat(receiving().status()).isEqualTo(ChannelState.Status.CONNECTED);
    }

    @Test
    void a_channel_that_is_removed_or_switched_off_is_unsubscribed_and_an_edited_one_is_not() {
        done.clear();
        config.put(document(Map.of("poll_interval_seconds", 30)));
        clock.advance(Duration.ofMinutes(1));
        deskwire.runOnce();
        assertThat(done).doesNotContain("end");

        ChannelConfig on = document(Map.of());
        config.put(new ChannelConfig(
                on.tenantId(),
                on.channelId(),
                on.provider(),
                on.config(),
                on.ticketAddress(),
                Map.of(),
                false,
                List.of()));
        clock.advance(Duration.ofMinutes(1));
        deskwire.runOnce();
        assertThat(done).filteredOn("end"::equals).hasSize(1);

        config.put(on);
        clock.advance(Duration.ofMinutes(1));
        deskwire.runOnce();
        config.delete("acme", "mail");
        clock.advance(Duration.ofMinutes(1));
        deskwire.runOnce();
        assertThat(done).filteredOn("end"::equals).hasSize(2);
        assertThat(nudge()).isEqualTo(404);
    }

    @Test
    void reading_again_from_an_earlier_time_is_reported() {
        resync = true;
        nudge();
        deskwire.runOnce();
        assertThat(resyncs).containsExactly("acme/mail 0");
    }

    @Test
    void what_a_reading_could_not_do_degrades_the_channel_until_it_can() {
        degraded = "stored messages cannot be moved";
        nudge();
        deskwire.runOnce();
        assertThat(receiving().status()).isEqualTo(ChannelState.Status.DEGRADED);
        assertThat(receiving().reason()).isEqualTo("stored messages cannot be moved");

        degraded = null;
        nudge();
        deskwire.runOnce();
        assertThat(receiving().status()).isEqualTo(ChannelState.Status.CONNECTED);
    }

    private final class NudgedType implements ChannelType {
        @Override
        public String id() {
            return "nudged";
        }

        @Override
        public Set<String> secretFields() {
            return Set.of();
        }

        @Override
        public List<ConfigProblem> check(ChannelConfig document) {
            return List.of();
        }

        @Override
        public Channel open(ChannelConfig document, ChannelContext context) {
            return new NudgedChannel();
        }

        @Override
        public Map<String, Decoder> decoders() {
            return Map.of();
        }
    }

    private final class NudgedChannel implements Channel, InboundChannel, PushSubscription, WebhookChannel {
        @Override
        public Optional<InboundChannel> inbound() {
            return Optional.of(this);
        }

        @Override
        public Optional<PushSubscription> subscription() {
            return Optional.of(this);
        }

        @Override
        public Optional<WebhookChannel> webhook() {
            return Optional.of(this);
        }

        @Override
        public FetchResult fetch(@Nullable Cursor after, io.deskwire.channel.Intake intake, Instant now)
                throws ChannelException {
            done.add("fetch");
            ChannelException failure = fetchFailures.poll();
            if (failure != null) {
                throw failure;
            }
            return new FetchResult(0, 0, resync, null, degraded);
        }

        @Override
        public Upkeep keep(Instant now) throws ChannelException {
            done.add("keep");
            ChannelException failure = keepFailures.poll();
            if (failure != null) {
                throw failure;
            }
            return new Upkeep(now.plus(Duration.ofHours(23)), null);
        }

        @Override
        public void end() {
            done.add("end");
        }

        @Override
        public Received receive(WebhookRequest request) {
            return answer;
        }

        @Override
        public Set<String> keys() {
            return Set.of();
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
