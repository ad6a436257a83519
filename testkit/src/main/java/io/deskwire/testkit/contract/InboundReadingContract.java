package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.RawItem;
import io.deskwire.testkit.RecordingIntake;
import org.junit.jupiter.api.Test;

/** Reading on after a cursor: every item, in order, byte for byte. */
public interface InboundReadingContract extends ChannelHarness {

    @Test
    default void everything_is_handed_over_in_order_byte_for_byte() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME);
                Fetching bolt = new Fetching(provider, BOLT)) {
            acme.arrive(7);
            bolt.arrive(3);

            FetchResult first = acme.fetch();
            bolt.fetch();

            assertThat(first.offered()).isEqualTo(7);
            assertThat(first.stored()).isEqualTo(7);
            assertThat(first.resynced()).isFalse();
            acme.assertAllStored();
            bolt.assertAllStored();
        }
    }

    @Test
    default void an_empty_account_brings_nothing_and_ends() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME)) {
            assertThat(acme.fetch().offered()).isZero();
            assertThat(acme.fetch().offered()).isZero();
            acme.arrive(1);
            acme.fetch();
            acme.assertAllStored();
        }
    }

    @Test
    default void a_further_fetch_brings_what_is_new() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME)) {
            acme.arrive(3);
            acme.fetch();
            acme.arrive(2);

            FetchResult second = acme.fetch();

            assertThat(second.offered()).isEqualTo(2);
            assertThat(second.stored()).isEqualTo(2);
            acme.assertAllStored();
            assertThat(acme.fetch().offered()).isZero();
        }
    }

    @Test
    default void an_item_has_the_same_source_key_whenever_it_is_read() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME)) {
            acme.arrive(4);
            acme.fetch();
            RecordingIntake again = new RecordingIntake();

            acme.channel.inbound().orElseThrow().fetch(null, again, Given.NOW);

            // A source that deletes after intake has nothing left to show.
            if (provider.items(ACME) == 4) {
                assertThat(again.items())
                        .extracting(RawItem::sourceKey)
                        .isEqualTo(acme.intake.items().stream()
                                .map(RawItem::sourceKey)
                                .toList());
            }
            assertThat(acme.intake.items())
                    .extracting(RawItem::sourceKey)
                    .doesNotHaveDuplicates()
                    .hasSize(4);
        }
    }

    @Test
    default void hundreds_of_items_come_in_order_over_all_pages() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME)) {
            acme.arrive(230);

            assertThat(acme.fetch().stored()).isEqualTo(230);

            acme.assertAllStored();
        }
    }

    @Test
    default void what_arrives_during_a_fetch_is_in_it_or_in_the_next() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME)) {
            acme.arrive(5);
            acme.intake.onBatch(number -> {
                if (number <= 3) {
                    acme.arrive(1);
                }
            });

            acme.fetch();
            acme.intake.onBatch(number -> {});
            acme.fetch();

            assertThat(acme.arrivedHashes()).hasSizeGreaterThan(5);
            acme.assertAllStored();
        }
    }

    @Test
    default void a_large_item_comes_whole() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME)) {
            String line = "0123456789".repeat(7) + "\r\n";
            acme.arrive(io.deskwire.testkit.MessageSamples.mail("Large", line.repeat(80_000)));
            acme.arrive(1);

            acme.fetch();

            acme.assertAllStored();
        }
    }

    @Test
    default void channels_are_read_side_by_side() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME);
                Fetching bolt = new Fetching(provider, BOLT)) {
            acme.arrive(25);
            bolt.arrive(25);

            Concurrently.run(thread -> switch (thread) {
                case 0 -> acme.fetch();
                case 1 -> bolt.fetch();
                default -> thread;
            });

            acme.assertAllStored();
            bolt.assertAllStored();
        }
    }

    @Test
    default void another_process_reads_on_from_the_stored_cursor() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching first = new Fetching(provider, ACME)) {
            first.arrive(3);
            first.fetch();
            first.channel.close();
            first.arrive(2);
            Cursor cursor = first.intake.cursor();

            try (var channel = provider.type().open(provider.config(ACME), provider.context())) {
                channel.inbound().orElseThrow().fetch(cursor, first.intake, Given.NOW);
            }

            first.assertAllStored();
        }
    }

    @Test
    default void a_channel_is_closed_as_often_as_one_likes() throws Exception {
        try (ProviderHarness provider = provider();
                Fetching acme = new Fetching(provider, ACME)) {
            acme.arrive(1);
            acme.fetch();

            acme.channel.close();
            acme.channel.close();
        }
    }
}
