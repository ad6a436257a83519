package io.deskwire.testkit;

import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.channel.SendResult.RecipientResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing side of a {@link FakeProvider}: remembers what reached whom, and misbehaves on demand. What is asked of the
 * next attempt is asked of the first one not told otherwise yet. Thread-safe.
 */
public final class FakeOutgoing {

    /**
     * What the provider took in one attempt.
     *
     * @param message as it was given
     * @param recipients who got it
     */
    public record Copy(OutboundMessage message, List<Address> recipients) {
        public Copy {
            recipients = List.copyOf(recipients);
        }
    }

    private record Step(
            boolean taken,
            @Nullable String uncertain,
            @Nullable ChannelException failure,
            @Nullable RuntimeException bug) {}

    private final Awaited lock;
    private final FakeProvider provider;
    private final Deque<Step> script = new ArrayDeque<>();
    private final Deque<ChannelException> followUpFailures = new ArrayDeque<>();
    private final Map<String, DeliveryStatus> answers = new HashMap<>();
    private final List<Copy> copies = new ArrayList<>();
    private final List<String> followedUp = new ArrayList<>();
    private boolean looksUp;
    private boolean workFollows;
    private boolean rewritesIds;
    private boolean held;
    private int attempts;

    FakeOutgoing(Awaited lock, FakeProvider provider) {
        this.lock = lock;
        this.provider = provider;
    }

    /** The next attempt fails and certainly nothing goes out. */
    public void nextFails(ChannelException failure) {
        lock.change(() -> script.add(new Step(false, null, failure, null)));
    }

    /**
     * The connection of the next attempt dies before the answer.
     *
     * @param arrived whether the message got through all the same
     */
    public void nextIsUncertain(String reason, boolean arrived) {
        lock.change(() -> script.add(new Step(arrived, reason, null, null)));
    }

    /**
     * The adapter itself breaks in the next attempt, as it should never do.
     *
     * @param arrived whether the message got through before it broke
     */
    public void nextBreaks(RuntimeException bug, boolean arrived) {
        lock.change(() -> script.add(new Step(arrived, null, null, bug)));
    }

    /** From now on this recipient is answered so: SENT, REJECTED or DEFERRED. */
    public void answer(Address recipient, DeliveryStatus status) {
        lock.change(() -> answers.put(recipient.key(), status));
    }

    /** Whether it can be asked what became of an attempt; not unless told. */
    public void looksUp(boolean value) {
        lock.change(() -> looksUp = value);
    }

    /** Whether something is to be done after a message was handed over; not unless told. */
    public void workFollows(boolean value) {
        lock.change(() -> workFollows = value);
    }

    /** What follows the next handed over message fails. */
    public void nextFollowUpFails(ChannelException failure) {
        lock.change(() -> followUpFailures.add(failure));
    }

    /** Whether the Message-ID is replaced on the way, as some providers do; it is kept unless told. */
    public void rewritesIds(boolean value) {
        lock.change(() -> rewritesIds = value);
    }

    /** Makes every attempt hang until {@link #letGo} or an interrupt, before anything goes out. */
    public void hold() {
        lock.change(() -> held = true);
    }

    /** Ends {@link #hold}. */
    public void letGo() {
        lock.change(() -> held = false);
    }

    /** Everything that reached somebody, in order. */
    public List<Copy> copies() {
        return lock.read(() -> List.copyOf(copies));
    }

    /** Our ids of the messages whose follow-up was done, in order. */
    public List<String> followedUp() {
        return lock.read(() -> List.copyOf(followedUp));
    }

    /** How many attempts were begun. */
    public int attempts() {
        return lock.read(() -> attempts);
    }

    /** Waits until at least so many attempts were begun. */
    public void awaitAttempts(int count, Duration deadline) throws InterruptedException {
        lock.until(() -> attempts >= count, deadline, () -> attempts + " attempts, not " + count);
    }

    /** Waits until at least so many copies reached somebody. */
    public List<Copy> awaitCopies(int count, Duration deadline) throws InterruptedException {
        lock.until(() -> copies.size() >= count, deadline, () -> copies.size() + " copies, not " + count);
        return copies();
    }

    boolean canLookUp() {
        return lock.read(() -> looksUp);
    }

    boolean hasWorkThatFollows() {
        return lock.read(() -> workFollows);
    }

    SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
        Step step = begin();
        if (step == null) {
            return lock.change(() -> take(message, recipients));
        }
        if (step.taken) {
            lock.change(() -> take(message, recipients));
        }
        if (step.failure != null) {
            throw step.failure;
        }
        if (step.bug != null) {
            throw step.bug;
        }
        return new SendResult.Uncertain(String.valueOf(step.uncertain));
    }

    private @Nullable Step begin() throws ChannelException {
        lock.change(() -> ++attempts);
        try {
            lock.until(() -> !held);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ChannelException.of(FailureKind.TRANSIENT, "interrupted before anything went out", e);
        }
        provider.requireUp();
        return lock.change(script::poll);
    }

    private HandedOver take(OutboundMessage message, List<Address> recipients) {
        List<RecipientResult> results = recipients.stream()
                .map(to -> result(to, answers.getOrDefault(to.key(), DeliveryStatus.SENT)))
                .toList();
        List<Address> reached = results.stream()
                .filter(r -> r.status() == DeliveryStatus.SENT)
                .map(RecipientResult::recipient)
                .toList();
        if (!reached.isEmpty()) {
            copies.add(new Copy(message, reached));
        }
        return new HandedOver(providerId(message), wireId(message), results);
    }

    private static RecipientResult result(Address to, DeliveryStatus status) {
        return new RecipientResult(to, status, code(status), status == DeliveryStatus.SENT ? null : "said the fake");
    }

    private static String code(DeliveryStatus status) {
        return switch (status) {
            case SENT -> "2.0.0";
            case DEFERRED -> "4.2.1";
            default -> "5.1.1";
        };
    }

    private static String providerId(OutboundMessage message) {
        return "fake-" + message.id();
    }

    private @Nullable String wireId(OutboundMessage message) {
        return rewritesIds ? message.id() + "@rewritten.example" : null;
    }

    Optional<HandedOver> find(OutboundMessage message) throws ChannelException {
        provider.requireUp();
        return lock.read(() -> {
            List<String> reached = copies.stream()
                    .filter(copy -> copy.message().id().equals(message.id()))
                    .flatMap(copy -> copy.recipients().stream())
                    .map(Address::key)
                    .toList();
            List<RecipientResult> results = message.recipients().stream()
                    .map(to -> result(
                            to,
                            reached.contains(to.key())
                                    ? DeliveryStatus.SENT
                                    : answers.getOrDefault(to.key(), DeliveryStatus.DEFERRED)))
                    .toList();
            return reached.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new HandedOver(providerId(message), wireId(message), results));
        });
    }

    void followUp(OutboundMessage message) throws ChannelException {
        provider.requireUp();
        ChannelException failure = lock.change(followUpFailures::poll);
        if (failure != null) {
            throw failure;
        }
        lock.change(() -> followedUp.add(message.id()));
    }
}
