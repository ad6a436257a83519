package io.deskwire.app.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T10:00:00Z"));

    @Test
    void a_burst_passes_and_then_what_the_rate_allows() {
        TokenBuckets buckets = new TokenBuckets(new Rate(60, 3), 10, clock);

        assertThat(buckets.take("a").left()).isEqualTo(2);
        assertThat(buckets.take("a").taken()).isTrue();
        assertThat(buckets.take("a").taken()).isTrue();
        TokenBuckets.Taken refused = buckets.take("a");
        assertThat(refused.taken()).isFalse();
        assertThat(refused.waitSeconds()).isEqualTo(1);
        assertThat(buckets.take("b").taken()).as("somebody else's").isTrue();

        clock.advance(Duration.ofMillis(999));
        assertThat(buckets.take("a").taken()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(buckets.take("a").taken()).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(buckets.take("a").left()).as("never more than the burst").isEqualTo(2);
    }

    @Test
    void a_clock_that_is_set_back_gives_nothing_and_takes_nothing() {
        TokenBuckets buckets = new TokenBuckets(new Rate(60, 2), 10, clock);
        buckets.take("a");
        clock.advance(Duration.ofMinutes(-5));
        assertThat(buckets.take("a").taken()).isTrue();
        assertThat(buckets.take("a").taken()).isFalse();
    }

    @Test
    void memory_is_bounded_whoever_asks() {
        TokenBuckets buckets = new TokenBuckets(new Rate(60, 1), 100, clock);
        for (int i = 0; i < 10_000; i++) {
            assertThat(buckets.take("address " + i).taken()).isTrue();
            buckets.look("looked at " + i);
        }
        assertThat(buckets.size()).isEqualTo(100);
        assertThat(buckets.take("address 9999").taken()).as("used last").isFalse();
    }

    @Test
    void without_a_rate_everything_passes() {
        TokenBuckets buckets = new TokenBuckets(Rate.perMinute(0), 1, clock);
        for (int i = 0; i < 1000; i++) {
            assertThat(buckets.take("a").taken()).isTrue();
        }
    }

    @Test
    void a_tenants_queue_leaves_one_by_one_and_nothing_is_refused() {
        TenantPace pace = new TenantPace(new Rate(60, 2), clock);
        Instant now = clock.instant();
        assertThat(pace.mayLeaveAt("acme", now)).isEqualTo(now);
        assertThat(pace.mayLeaveAt("acme", now)).isEqualTo(now);
        List<Instant> later = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            later.add(pace.mayLeaveAt("acme", now));
        }
        assertThat(later)
                .containsExactly(now.plusSeconds(1), now.plusSeconds(2), now.plusSeconds(3), now.plusSeconds(4));
        assertThat(pace.mayLeaveAt("bolt", now)).as("another tenant").isEqualTo(now);

        for (Instant moment : later) {
            clock.set(moment);
            assertThat(pace.mayLeaveAt("acme", moment)).isEqualTo(moment);
        }
    }

    @Test
    void a_guesser_is_not_listened_to_and_a_known_program_is() {
        WrongTokens wrong = new WrongTokens(Rate.perMinute(3), clock);
        for (int i = 0; i < 3; i++) {
            assertThat(wrong.callWaitSeconds("guesser")).isZero();
            assertThat(wrong.wrong("guesser")).isTrue();
        }
        assertThat(wrong.callWaitSeconds("guesser")).isEqualTo(20);
        assertThat(wrong.signInWaitSeconds("guesser")).isEqualTo(20);
        assertThat(wrong.callWaitSeconds("other")).isZero();

        wrong.right("proxy");
        for (int i = 0; i < 10; i++) {
            wrong.wrong("proxy");
        }
        assertThat(wrong.callWaitSeconds("proxy")).isZero();
        assertThat(wrong.signInWaitSeconds("proxy")).isPositive();
        clock.advance(Duration.ofMinutes(11));
        for (int i = 0; i < 10; i++) {
            wrong.wrong("proxy");
        }
        assertThat(wrong.callWaitSeconds("proxy")).isPositive();
    }

    @Test
    void of_a_flood_of_wrong_tokens_only_the_beginning_is_written_down() {
        WrongTokens wrong = new WrongTokens(Rate.perMinute(3), clock);
        long noted = 0;
        for (int i = 0; i < 1000; i++) {
            noted += wrong.wrong("address " + i) ? 1 : 0;
        }
        assertThat(noted).isEqualTo(60);
    }
}
