package io.deskwire.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Deskwire;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.config.Secret;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.FakeChannelType;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A tenant with much to do and one with little, counted in messages instead of seconds. */
class FairnessTest {

    private static final int MANY = 10_000;

    private final AtomicInteger deliveredOfBig = new AtomicInteger();
    private final AtomicInteger beforeSmall = new AtomicInteger(-1);
    private final CountDownLatch smallArrived = new CountDownLatch(1);
    private final Deskwire deskwire = Deskwire.builder(
                    new InMemoryStores(),
                    new InMemoryConfigStore(),
                    this::deliver,
                    Secret.of("a key for tests that is long enough"))
            .channelType(new FakeChannelType())
            .build();

    @AfterEach
    void close() {
        deskwire.close();
    }

    @Test
    void one_message_does_not_wait_for_the_ten_thousand_of_another_tenant() throws Exception {
        for (int i = 0; i < MANY; i++) {
            arrive("big", i);
        }
        arrive("small", 0);

        deskwire.start();

        assertThat(smallArrived.await(60, TimeUnit.SECONDS)).isTrue();
        // What was in hand when its turn came: a batch of the other's inbox and what of earlier ones was delivered
        // meanwhile.
        assertThat(beforeSmall.get()).isLessThan(MANY / 10);
    }

    private void arrive(String tenant, int number) {
        deskwire.channels()
                .receive(
                        tenant,
                        "import",
                        new RawItem(
                                "item-" + number,
                                MimeDecoder.FORMAT,
                                Envelope.unknown(),
                                null,
                                Map.of(),
                                RawBody.of(MessageSamples.mail("Subject " + number, "text " + number))));
    }

    private SinkResult deliver(TicketEvent event) {
        if (event.message().tenantId().equals("small")) {
            beforeSmall.set(deliveredOfBig.get());
            smallArrived.countDown();
        } else {
            deliveredOfBig.incrementAndGet();
        }
        return new SinkResult.Created(new TicketRef(event.message().id()));
    }
}
