package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.contract.ProviderHarness.Sabotage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading when something goes wrong here, there or between: nothing is lost and the failure has its name. */
public interface InboundTroubleContract extends ChannelHarness {

    @Test
    default void a_store_that_goes_away_loses_nothing() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME)) {
            acme.arrive(30);
            for (int accepted = 0; accepted < 3; accepted++) {
                acme.intake.goAwayAfter(accepted);
                try {
                    acme.fetch();
                } catch (ChannelException | RuntimeException e) {
                    // Where everything fitted into the batches that were taken there is nothing to fail.
                    assertThat(e).hasStackTraceContaining("the store is away");
                }
            }
            assertThat(provider.items(ACME))
                    .as("nothing was deleted undurable")
                    .isGreaterThanOrEqualTo(30 - acme.storedHashes().size());
            acme.intake.comeBack();

            acme.fetch();

            acme.assertAllStored();
        }
    }

    @Test
    default void nothing_is_changed_at_the_source_before_it_is_durable() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME)) {
            acme.arrive(3);
            acme.intake.goAwayAfter(0);
            List<Boolean> untouched = new ArrayList<>();
            acme.intake.onBatch(number -> untouched.add(provider.isUntouched(ACME)));

            assertThatThrownBy(acme::fetch).hasStackTraceContaining("the store is away");

            assertThat(untouched).as("asked at every batch").isNotEmpty().containsOnly(true);
            assertThat(provider.isUntouched(ACME)).isTrue();
            assertThat(provider.items(ACME)).isEqualTo(3);
        }
    }

    @Test
    default void after_an_expired_cursor_everything_is_found_again() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME)) {
            if (!Clause.applies(
                    provider.abilities().contains(Sabotage.EXPIRE_CURSORS), "cursors of this provider never expire")) {
                return;
            }
            acme.arrive(3);
            acme.fetch();
            acme.arrive(2);
            int left = provider.items(ACME);

            provider.sabotage(ACME, Sabotage.EXPIRE_CURSORS);

            // Where items keep their names those that are known need not be handed over again.
            assertThat(acme.fetchWithResync()).as("read again").isBetween(Math.min(2, left), left);
            assertThat(acme.storedHashes()).containsAll(acme.arrivedHashes());
            assertThat(acme.intake.items().size()).isLessThanOrEqualTo(3 + left);
            acme.arrive(1);
            assertThat(acme.fetch().resynced()).as("the new cursor is good").isFalse();
            assertThat(acme.storedHashes()).containsAll(acme.arrivedHashes());
        }
    }

    @Test
    default void an_item_that_vanished_takes_no_other_with_it() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME)) {
            acme.arrive(4);
            provider.removeOldest(ACME);

            acme.fetch();

            assertThat(acme.storedHashes()).isEqualTo(acme.arrivedHashes().subList(1, 4));
            int left = provider.items(ACME);
            if (left > 0) {
                provider.removeOldest(ACME);
            }
            acme.arrive(1);
            acme.fetch();
            assertThat(acme.storedHashes()).isEqualTo(acme.arrivedHashes().subList(1, 5));
        }
    }

    @Test
    default void bytes_that_are_no_message_block_nothing() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME)) {
            acme.arrive(1);
            acme.arrive("\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            acme.arrive("not a header at all\r\n: : :\r\n\r\n\u00e9\u00e9\r\n"
                    .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            acme.arrive(1);

            acme.fetch();

            acme.assertAllStored();
        }
    }

    @Test
    default void failures_are_told_apart_and_passed() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME);
                Fetching bolt = new Fetching(provider, BOLT)) {
            acme.arrive(1);
            bolt.arrive(1);
            for (Sabotage sabotage : List.of(Sabotage.REFUSE_CREDENTIALS, Sabotage.BE_AWAY, Sabotage.THROTTLE)) {
                if (!provider.abilities().contains(sabotage)) {
                    continue;
                }
                provider.sabotage(ACME, sabotage);
                assertFails(acme, sabotage);
                provider.recover(ACME);
            }
            acme.fetch();
            bolt.fetch();
            acme.assertAllStored();
            bolt.assertAllStored();
        }
    }

    private static void assertFails(Fetching acme, Sabotage sabotage) {
        assertThatThrownBy(acme::fetch).as(sabotage.name()).isInstanceOfSatisfying(ChannelException.class, e -> {
            assertThat(e.kind()).isEqualTo(kindOf(sabotage));
            if (sabotage == Sabotage.THROTTLE) {
                assertThat(e.retryAfter()).contains(Duration.ofSeconds(ProviderHarness.RETRY_AFTER_SECONDS));
            }
            Hidden.assertNoSecret(e, acme.provider.secrets(ACME));
        });
        assertThat(acme.intake.items()).isEmpty();
    }

    private static FailureKind kindOf(Sabotage sabotage) {
        return switch (sabotage) {
            case REFUSE_CREDENTIALS -> FailureKind.AUTH;
            case THROTTLE -> FailureKind.THROTTLED;
            default -> FailureKind.TRANSIENT;
        };
    }

    @Test
    default void an_interrupt_ends_a_fetch_and_loses_nothing() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME)) {
            acme.arrive(600);
            acme.intake.onBatch(number -> {
                if (number == 1) {
                    Thread.currentThread().interrupt();
                }
            });
            Thread reader = new Thread(() -> {
                try {
                    acme.fetch();
                } catch (ChannelException | RuntimeException e) {
                    // However it says that it ended early.
                    Thread.currentThread().interrupt();
                }
            });
            reader.start();
            reader.join(60_000);
            assertThat(reader.isAlive()).as("still reading").isFalse();
            assertThat(acme.intake.items().size()).as("stored of 600").isLessThan(600);

            acme.intake.onBatch(number -> {});
            acme.fetch();

            acme.assertAllStored();
        }
    }
}
