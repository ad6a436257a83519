package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.app.limit.Rate;
import io.deskwire.app.limit.TokenBuckets;
import io.javalin.http.Context;
import java.util.Set;

/**
 * How often one channel's webhook address may be called, asked before a body is read. A request beyond it is told to come
 * again in the way its provider understands; where a provider never comes again nothing is turned away, since that would lose it.
 */
final class IngressLimit {

    private static final int MOST_CHANNELS = 100_000;

    /** Who repeats after 429; the others throw away what is answered with any 4xx, or do not say. */
    private static final Set<String> REPEAT_AFTER_429 = Set.of("whatsapp", "gmail", "mailgun", "postmark", "zendesk");

    /** Chatwoot posts once, whatever it is answered. */
    private static final Set<String> NEVER_REPEAT = Set.of("chatwoot");

    private final TokenBuckets buckets;

    IngressLimit(ServerContext context) {
        this.buckets = new TokenBuckets(Rate.perMinute(context.limits().webhooks()), MOST_CHANNELS, context.clock());
    }

    /**
     * Counts a request.
     *
     * @param address what is counted together
     * @throws ProblemException 429 or 503 when there are too many
     */
    void count(Context ctx, String provider, String address) {
        // Twilio does not repeat either, unless its connection is set up to.
        if (NEVER_REPEAT.contains(provider) || ctx.header("X-Twilio-Signature") != null) {
            return;
        }
        TokenBuckets.Taken taken = buckets.take(address);
        if (!taken.taken()) {
            String detail = "too many requests at this address";
            throw REPEAT_AFTER_429.contains(provider)
                    ? ProblemException.tooMany(detail, taken.waitSeconds())
                    : ProblemException.unavailable(detail, taken.waitSeconds());
        }
    }
}
