package io.deskwire.app.limit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes guessing tokens hopeless: who came with too many wrong ones is not listened to for a while, whatever they bring.
 * A program that brought the right one within the last ten minutes is, since behind a proxy that nobody named all callers have
 * one address, and a single misguided one would shut out the rest. Thread-safe.
 */
public final class WrongTokens {

    private static final int MOST_ADDRESSES = 20_000;
    private static final int MOST_KNOWN = 1_000;
    private static final Duration TRUSTED = Duration.ofMinutes(10);

    private final TokenBuckets wrong;
    private final TokenBuckets noted;
    private final Clock clock;
    private final Map<String, Instant> known = new LinkedHashMap<>(16, 0.75f, true);

    /** @param rate how many wrong ones an address may bring */
    public WrongTokens(Rate rate, Clock clock) {
        this.wrong = new TokenBuckets(rate, MOST_ADDRESSES, clock);
        this.noted = new TokenBuckets(Rate.perMinute(60), 1, clock);
        this.clock = clock;
    }

    /** How many seconds no call of this address is looked at; 0 when it may try. */
    public int callWaitSeconds(String address) {
        return isKnown(address) ? 0 : signInWaitSeconds(address);
    }

    /** The same for a person who signs in: nobody else's right token helps there. */
    public int signInWaitSeconds(String address) {
        TokenBuckets.Taken state = wrong.look(address);
        return state.taken() ? 0 : state.waitSeconds();
    }

    /**
     * Notes a wrong one.
     *
     * @return whether it is worth an entry of its own: of a flood only the beginning is
     */
    public boolean wrong(String address) {
        wrong.take(address);
        return noted.take("").taken();
    }

    /** Notes the right one. */
    public synchronized void right(String address) {
        known.put(address, clock.instant());
        if (known.size() > MOST_KNOWN) {
            known.remove(known.keySet().iterator().next());
        }
    }

    private synchronized boolean isKnown(String address) {
        Instant at = known.get(address);
        return at != null && clock.instant().isBefore(at.plus(TRUSTED));
    }
}
