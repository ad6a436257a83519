package io.deskwire.app.limit;

import io.deskwire.channel.AddressRange;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling. What a proxy says of it ({@code X-Forwarded-For}) is believed of proxies that the operator named, and of
 * nobody else: anyone can write such a header.
 */
public final class Peers {

    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final int MOST_HOPS = 20;

    private final List<AddressRange> proxies;

    /** @param proxies where proxies of ours call from */
    public Peers(List<AddressRange> proxies) {
        this.proxies = List.copyOf(proxies);
    }

    /** The caller's address as text. */
    public String address(Context ctx) {
        String remote = ctx.req().getRemoteAddr();
        InetAddress nearest = literal(remote);
        if (nearest == null) {
            return remote;
        }
        List<String> hops = Collections.list(ctx.req().getHeaders("X-Forwarded-For")).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .toList();
        // Each proxy adds whom it was called by at the end: from there as far as ours reach.
        for (int i = hops.size() - 1; i >= Math.max(0, hops.size() - MOST_HOPS) && isProxy(nearest); i--) {
            InetAddress before = literal(hops.get(i).strip());
            if (before == null) {
                break;
            }
            nearest = before;
        }
        return nearest.getHostAddress();
    }

    /** What calls of this address are counted under: of IPv6 the network, since one house has more addresses than fit anywhere. */
    public String counted(Context ctx) {
        String text = address(ctx);
        InetAddress address = literal(text);
        if (address == null || address.getAddress().length == 4) {
            return text;
        }
        byte[] network = address.getAddress();
        Arrays.fill(network, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are always an address", e);
        }
    }

    private boolean isProxy(InetAddress address) {
        return proxies.stream().anyMatch(range -> range.contains(address));
    }

    /** An address in numbers; never a name, which would have to be looked up. */
    private static @Nullable InetAddress literal(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        boolean plausible = LITERAL.matcher(bare).matches()
                && (bare.contains(":") || bare.chars().filter(c -> c == '.').count() == 3);
        if (!plausible || (!bare.contains(":") && !bare.matches("[0-9.]+"))) {
            return null;
        }
        try {
            return InetAddress.getByName(bare);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
