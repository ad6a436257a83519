package io.deskwire.engine;

import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What of a request is whose, where several channels proved it. Decides alone; stores and answers nothing. */
final class WebhookShares {

    /** A channel that proved a request, and what it made of it. */
    record Claim(OpenChannel channel, Received.Items items) {
        Claim with(List<RawItem> other) {
            return new Claim(channel, new Received.Items(other, items.answer(), items.unproven()));
        }
    }

    private final List<Claim> claims;

    /** The channel whose own address was called comes first. */
    private final boolean ownAddress;

    WebhookShares(List<Claim> claims, boolean ownAddress) {
        this.claims = List.copyOf(claims);
        this.ownAddress = ownAddress;
    }

    /** Each channel's share; what names somebody else is in none. */
    List<Claim> own() {
        Map<String, Item> first = new HashMap<>();
        List<Claim> shares = new ArrayList<>();
        for (Claim claim : claims) {
            List<RawItem> items = new ArrayList<>();
            for (RawItem item : claim.items().items()) {
                if (isForeign(item)) {
                    continue;
                }
                Item mine = new Item(claim.channel(), item);
                Item other = first.putIfAbsent(item.sourceKey(), mine);
                // What came to a channel's own address is nobody else's, unless it is for both.
                if (!ownAddress || other == null || mine.mayBeBoth(other)) {
                    items.add(item);
                }
            }
            shares.add(claim.with(items));
        }
        return shares;
    }

    /** Whether channels of several tenants take the same for theirs alone: nobody can say whose it is. */
    boolean isClaimedTwice() {
        Map<String, Item> first = new HashMap<>();
        for (Claim claim : claims) {
            for (RawItem item : claim.items().items()) {
                Item mine = new Item(claim.channel(), item);
                Item other = isForeign(item) ? null : first.putIfAbsent(item.sourceKey(), mine);
                if (other != null
                        && !other.channel.tenantId().equals(mine.channel.tenantId())
                        && !mine.mayBeBoth(other)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What the first channel got and no channel here takes for its own. */
    List<RawItem> left() {
        return claims.isEmpty()
                ? List.of()
                : claims.get(0).items().items().stream()
                        .filter(item -> isForeign(item) && claims.stream().noneMatch(isNamedBy(item)))
                        .toList();
    }

    private static Predicate<Claim> isNamedBy(RawItem item) {
        return claim -> claim.channel().isNamedBy(Set.of(nameOf(item))) || isAlsoFor(item, claim.channel());
    }

    private static boolean isAlsoFor(RawItem item, OpenChannel channel) {
        @Nullable String also = item.meta().get(RawItem.ALSO);
        return also != null && channel.isNamedBy(Set.of(also.split(" ", -1)));
    }

    static boolean isForeign(RawItem item) {
        return item.meta().containsKey(RawItem.FOREIGN);
    }

    /** Whom a foreign item names. */
    static String nameOf(RawItem item) {
        return String.valueOf(item.meta().get(RawItem.FOREIGN));
    }

    /** Whether an item may concern channels besides the one that got it. */
    static boolean concernsOthers(RawItem item) {
        return isForeign(item)
                || item.meta().containsKey(RawItem.ALSO)
                || item.meta().containsKey(RawItem.ANYBODYS);
    }

    private record Item(OpenChannel channel, RawItem item) {
        boolean mayBeBoth(Item other) {
            return item.meta().containsKey(RawItem.ANYBODYS)
                    || isAlsoFor(item, other.channel)
                    || isAlsoFor(other.item, channel);
        }
    }
}
