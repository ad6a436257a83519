package io.deskwire.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.message.Content;
import io.deskwire.message.InboundMessage;
import io.deskwire.testkit.InboundSample;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.threading.Decision;
import io.deskwire.ticket.Deliveries;
import io.deskwire.work.Claimed;
import io.deskwire.work.Ids;
import io.deskwire.work.WorkQueue;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Steps that clauses of several contracts share. Tenants are configured alike; {@link #CHANNEL} is a channel of both. */
final class Given {

    static final String ACME = "acme";
    static final String BOLT = "bolt";
    static final List<String> TENANTS = List.of(ACME, BOLT);
    static final String CHANNEL = "support";
    static final String NODE = "node-1";
    static final Instant NOW = MessageSamples.NOON;
    static final Set<String> ANN = Set.of("email:ann@customer.example");

    private Given() {}

    /** Seconds after {@link #NOW}. */
    static Instant at(long seconds) {
        return NOW.plusSeconds(seconds);
    }

    /** An id nothing else has. */
    static String unique(String what) {
        return what + "-" + Ids.next(NOW);
    }

    static IntakeBatch batch(
            String tenant, String channel, List<RawItem> items, @Nullable String expected, @Nullable String next) {
        return new IntakeBatch(
                tenant,
                channel,
                items,
                expected == null ? null : new Cursor(expected),
                next == null ? null : new Cursor(next),
                NOW);
    }

    /** Records items without a cursor. */
    static Intake.Accepted record(Stores stores, String tenant, String channel, RawItem... items) {
        return await(stores.inbox().record(batch(tenant, channel, List.of(items), null, null)));
    }

    /** The result of a stage; what it failed with is thrown as it is when unchecked. */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError("a checked failure: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new AssertionError("not complete within a minute", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Claims the only lane there is something in; an hour's lease. */
    static <J> List<Claimed<J>> claimAll(WorkQueue<J> queue, String tenant, Instant now) {
        return queue.claim(tenant, NODE, 100, 100, now, now.plusSeconds(3600));
    }

    /** Claims the one item that is due. */
    static <J> Claimed<J> claimOnly(WorkQueue<J> queue, String tenant, Instant now) {
        List<Claimed<J>> claimed = claimAll(queue, tenant, now);
        assertThat(claimed).as("claimed items of " + tenant).hasSize(1);
        return claimed.get(0);
    }

    /** A new item, recorded and claimed. */
    static Claimed<RawInbound> received(Stores stores, String tenant, String channel) {
        return received(stores, tenant, channel, NOW);
    }

    static Claimed<RawInbound> received(Stores stores, String tenant, String channel, Instant now) {
        String key = unique("item");
        await(stores.inbox()
                .record(new IntakeBatch(tenant, channel, List.of(MessageSamples.item(key)), null, null, now)));
        Claimed<RawInbound> claimed = claimOnly(stores.inbox(), tenant, now);
        assertThat(claimed.job().sourceKey()).isEqualTo(key);
        return claimed;
    }

    /** A new message, recorded, claimed and filed. */
    static InboundMessage filed(
            Stores stores,
            String tenant,
            String channel,
            Decision decision,
            Instant now,
            UnaryOperator<InboundSample> details) {
        Claimed<RawInbound> item = received(stores, tenant, channel, now);
        InboundMessage message = details.apply(
                        MessageSamples.inbound().of(item.job()).receivedAt(now))
                .build();
        Inbox.Settled settled = stores.inbox().settle(item.claim(), new Settlement.Filed(message, decision, ANN), now);
        assertThat(settled).isEqualTo(Inbox.Settled.FILED);
        return message;
    }

    static InboundMessage filed(Stores stores, String tenant, Decision decision) {
        return filed(stores, tenant, CHANNEL, decision, NOW, sample -> sample);
    }

    /** A new message in a conversation of its own, claimed for delivery. */
    static Claimed<Deliveries.Job> inDelivery(Stores stores, String tenant) {
        InboundMessage message = filed(stores, tenant, MessageSamples.opens(unique("conversation")));
        Claimed<Deliveries.Job> claimed = claimOnly(stores.deliveries(), tenant, NOW);
        assertThat(claimed.job().message().id()).isEqualTo(message.id());
        return claimed;
    }

    static byte[] bytes(Content content) {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("content cannot be read", e);
        }
    }

    static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }
}
