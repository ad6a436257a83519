package io.deskwire.adapter.gmail;

import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an opened mailbox remembers from pass to pass so that a pass that is cut off, by the quota or otherwise, does not do the
 * same again: only stored messages are known to the store, and looking at one that is not taken costs as much. Forgetting it
 * costs units and nothing else.
 */
final class Remembered {

    private static final int MOST = 5_000;

    /** Why a message is passed over does not change. */
    private static final BigInteger FOR_GOOD = BigInteger.TWO.pow(64);

    private final Map<String, BigInteger> passedOver = new LinkedHashMap<>();
    private @Nullable Instant lastRead;
    private boolean verified;

    /** A message is not taken, and nothing will change that. */
    synchronized void passOver(String id) {
        passOverUntil(id, FOR_GOOD);
    }

    /** A message is not taken as its labels stand; its history may bring news after the given id. */
    synchronized void passOverUntil(String id, BigInteger history) {
        passedOver.put(id, history);
        if (passedOver.size() > MOST) {
            passedOver.remove(passedOver.keySet().iterator().next());
        }
    }

    /**
     * Whether a message was looked at and not taken.
     *
     * @param news the history id of what is new about it, or null when it is only listed
     */
    synchronized boolean isPassedOver(String id, @Nullable BigInteger news) {
        BigInteger until = passedOver.get(id);
        return until != null && (news == null || news.compareTo(until) <= 0);
    }

    /** What happened to labels meanwhile is not known. */
    synchronized void forgetPassedOver() {
        passedOver.clear();
    }

    /** Some message could be read. */
    synchronized void read(Instant now) {
        lastRead = now;
    }

    synchronized @Nullable Instant lastRead() {
        return lastRead;
    }

    /** Whether this channel, as it is configured now, is known to open the right account's mailbox. */
    synchronized boolean isVerified() {
        return verified;
    }

    synchronized void verified() {
        verified = true;
    }
}
