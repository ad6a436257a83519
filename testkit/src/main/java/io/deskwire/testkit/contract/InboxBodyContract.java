package io.deskwire.testkit.contract;

import static io.deskwire.testkit.MessageSamples.item;
import static io.deskwire.testkit.MessageSamples.streamed;
import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.await;
import static io.deskwire.testkit.contract.Given.batch;
import static io.deskwire.testkit.contract.Given.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Stores;
import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawBody;
import io.deskwire.message.Content;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The bytes of received items: kept exactly, read once and before the call returns, or not stored at all. */
public interface InboxBodyContract extends StoresHarness {

    @Test
    default void five_megabytes_of_unannounced_length_are_kept_byte_for_byte() {
        Stores stores = stores();
        byte[] large = Given.bytes(5 * 1024 * 1024 + 17, 1);
        byte[] other = Given.bytes(5 * 1024 * 1024 + 17, 2);
        record(stores, ACME, CHANNEL, item("1", streamed(new ByteArrayInputStream(large))));
        record(stores, BOLT, CHANNEL, item("1", streamed(new ByteArrayInputStream(other))));

        String id = Given.claimOnly(stores.inbox(), ACME, NOW).job().id();
        assertHolds(stores.inbox().raw(ACME, id).orElseThrow().content(), large);
        assertHolds(reopen(stores).inbox().raw(ACME, id).orElseThrow().content(), large);
        assertHolds(Given.claimOnly(stores.inbox(), BOLT, NOW).job().content(), other);
    }

    @Test
    default void bodies_of_every_size_are_kept() {
        Stores stores = stores();
        int[] sizes = {0, 1, 1000, 8191, 8192, 65_536, 300_001};
        for (int size : sizes) {
            record(stores, ACME, CHANNEL, item("size " + size, Given.bytes(size, size)));
        }

        var claimed = Given.claimAll(stores.inbox(), ACME, NOW);

        assertThat(claimed).hasSize(sizes.length);
        for (int i = 0; i < sizes.length; i++) {
            assertHolds(claimed.get(i).job().content(), Given.bytes(sizes[i], sizes[i]));
        }
    }

    @Test
    default void the_announced_length_is_only_a_hint() {
        Stores stores = stores();
        byte[] bytes = Given.bytes(10_000, 3);
        record(stores, ACME, CHANNEL, item("too short", announced(10, bytes)));
        record(stores, ACME, CHANNEL, item("too long", announced(9_999_999, bytes)));

        assertThat(Given.claimAll(stores.inbox(), ACME, NOW))
                .hasSize(2)
                .allSatisfy(c -> assertHolds(c.job().content(), bytes));
    }

    private static RawBody announced(long length, byte[] bytes) {
        return new RawBody() {
            @Override
            public long expectedLength() {
                return length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    private static void assertHolds(Content content, byte[] expected) {
        Content wanted = Content.of(expected);
        assertThat(content.length()).isEqualTo(wanted.length());
        assertThat(content.sha256()).isEqualTo(wanted.sha256());
        // Twice: content can be opened again and again.
        assertThat(Content.of(Given.bytes(content)).sha256()).isEqualTo(wanted.sha256());
        assertThat(Content.of(Given.bytes(content)).sha256()).isEqualTo(wanted.sha256());
    }

    @Test
    default void a_body_is_read_to_its_end_and_closed_before_the_call_returns() {
        Stores stores = stores();
        AtomicBoolean closed = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        InputStream watched = new FilterInputStream(new ByteArrayInputStream(Given.bytes(100_000, 4))) {
            @Override
            public int read() throws IOException {
                int b = super.read();
                ended.compareAndSet(false, b < 0);
                return b;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int n = super.read(buffer, offset, length);
                ended.compareAndSet(false, n < 0);
                return n;
            }

            @Override
            public void close() throws IOException {
                closed.set(true);
                super.close();
            }
        };

        CompletionStage<Intake.Accepted> stage =
                stores.inbox().record(batch(ACME, CHANNEL, List.of(item("1", streamed(watched))), null, null));

        assertThat(ended).isTrue();
        assertThat(closed).isTrue();
        assertThat(await(stage).stored()).isEqualTo(1);
    }

    @Test
    default void a_body_that_breaks_stores_nothing_of_its_batch() {
        Stores stores = stores();
        await(stores.inbox().record(batch(ACME, CHANNEL, List.of(item("0")), null, "start")));
        for (int goodBytes : new int[] {0, 10, 3_000_000}) {
            var broken = batch(
                    ACME,
                    CHANNEL,
                    List.of(item("1"), item("2", streamed(new BrokenStream(goodBytes))), item("3")),
                    "start",
                    "c");

            assertThatThrownBy(() -> await(stores.inbox().record(broken)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseMessage("connection reset");
        }

        assertThat(stores.inbox().known(ACME, CHANNEL, List.of("1", "2", "3"))).isEmpty();
        assertThat(stores.inbox().cursor(ACME, CHANNEL)).contains(new Cursor("start"));
        assertThat(stores.inbox().backlog(ACME)).isEqualTo(1);
        var again = batch(ACME, CHANNEL, List.of(item("1"), item("2"), item("3")), "start", "c");
        assertThat(await(stores.inbox().record(again))).isEqualTo(new Intake.Accepted(3, 0));
    }
}
