package io.deskwire.channel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A range of network addresses, as CIDR writes it (RFC 4632): {@code 10.0.0.0/8}, {@code fd00::/8}, {@code 192.0.2.1}. */
public final class AddressRange {

    private final InetAddress network;
    private final int bits;

    private AddressRange(InetAddress network, int bits) {
        this.network = Objects.requireNonNull(network, "network");
        this.bits = bits;
    }

    /**
     * Reads one range.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        try {
            String host = slash < 0 ? text : text.substring(0, slash);
            // A name would be looked up.
            if (!host.matches("[0-9a-fA-F:.]+")) {
                throw new IllegalArgumentException("not in numbers");
            }
            InetAddress network = InetAddress.getByName(host);
            int most = network.getAddress().length * 8;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > most) {
                throw new IllegalArgumentException("too many bits");
            }
            return new AddressRange(network, bits);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no range of addresses such as 10.0.0.0/8", e);
        }
    }

    /**
     * Reads ranges with commas between them; none from an empty text.
     *
     * @throws IllegalArgumentException when one of them is none
     */
    public static List<AddressRange> parseAll(String text) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!text.isBlank()) {
                ranges.add(parse(part.strip()));
            }
        }
        return ranges;
    }

    /** Whether an address lies in it; one of the other version never does. */
    public boolean contains(InetAddress address) {
        byte[] candidate = address.getAddress();
        byte[] start = network.getAddress();
        if (candidate.length != start.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((candidate[bit / 8] & mask) != (start[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
