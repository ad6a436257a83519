package io.deskwire.app.limit;

import io.deskwire.channel.AddressRange;
import java.util.List;

/**
 * What of everything is too much; 0 lets as much through as comes.
 *
 * @param wrongTokens wrong tokens that one address may bring a minute
 * @param calls calls of the API a minute with one token
 * @param webhooks requests a minute at one channel's webhook address
 * @param sends messages sent a minute for one tenant; what is more waits
 * @param proxies whose word about their callers is believed
 */
public record Limits(int wrongTokens, int calls, int webhooks, int sends, List<AddressRange> proxies) {

    public Limits {
        proxies = List.copyOf(proxies);
    }

    /** Far above what an installation of one process does, but for guessing. */
    public static Limits defaults() {
        return new Limits(10, 30_000, 120_000, 6_000, List.of());
    }
}
