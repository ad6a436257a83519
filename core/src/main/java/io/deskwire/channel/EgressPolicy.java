package io.deskwire.channel;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which addresses tenants' configuration may make us connect to. Checked on the resolved address at connect time, so that
 * a name that resolves to an inside address, or changes to one, gets nowhere.
 */
public final class EgressPolicy {

    /** Of Alibaba, Azure, Oracle, AWS, Google and Scaleway, where they are not link-local; Azure's even looks public. */
    private static final List<AddressRange> METADATA =
            AddressRange.parseAll("100.100.100.200,168.63.129.16,192.0.0.192,fd00:ec2::/32,fd20:ce::254,fd00:42::42");

    /** Teredo (RFC 4380) and local NAT64 (RFC 8215) lead to IPv4 addresses that cannot be read off them. */
    private static final List<AddressRange> TUNNELS = AddressRange.parseAll("2001::/32,64:ff9b:1::/48");

    private final boolean privateAllowed;
    private final List<AddressRange> allowed;

    private EgressPolicy(boolean privateAllowed, List<AddressRange> allowed) {
        this.privateAllowed = privateAllowed;
        this.allowed = allowed;
    }

    /** Public addresses only. */
    public static EgressPolicy publicOnly() {
        return new EgressPolicy(false, List.of());
    }

    /** Private and loopback addresses too; for tests and mail servers on the local network. */
    public static EgressPolicy privateAllowed() {
        return new EgressPolicy(true, List.of());
    }

    /**
     * Reads the setting: {@code true}, {@code false}, or a comma-separated list of CIDRs that are allowed besides public
     * addresses.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static EgressPolicy parse(String setting) {
        String text = setting.strip();
        if (text.isEmpty() || text.equalsIgnoreCase("false")) {
            return publicOnly();
        }
        if (text.equalsIgnoreCase("true")) {
            return privateAllowed();
        }
        try {
            return new EgressPolicy(false, AddressRange.parseAll(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "expected true, false or CIDRs such as 10.0.0.0/8: " + e.getMessage(), e);
        }
    }

    /**
     * Resolves a host to the addresses that may be connected to.
     *
     * @throws UnknownHostException when it does not resolve, or to nothing allowed; the message says which
     */
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        List<InetAddress> permitted = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            if (permits(address)) {
                permitted.add(address);
            }
        }
        if (permitted.isEmpty()) {
            throw new UnknownHostException(host + " is a private or reserved address, which this installation does not "
                    + "connect to; an operator can allow it with DESKWIRE_ALLOW_PRIVATE_ENDPOINTS");
        }
        return permitted;
    }

    /** Whether one resolved address may be connected to. */
    public boolean permits(InetAddress address) {
        InetAddress plain = unmapped(address);
        if (allowed.stream().anyMatch(range -> range.contains(plain))) {
            return true;
        }
        if (isNeverAllowed(plain)) {
            return false;
        }
        return privateAllowed || isPublic(plain);
    }

    /** Cloud metadata and other link-local services are refused whatever the setting, unless a CIDR names them. */
    private static boolean isNeverAllowed(InetAddress address) {
        return address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress()
                || METADATA.stream().anyMatch(range -> range.contains(address));
    }

    private static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress() || address.isSiteLocalAddress()) {
            return false;
        }
        byte[] b = address.getAddress();
        int first = b[0] & 0xff;
        int second = b[1] & 0xff;
        if (address instanceof Inet4Address) {
            boolean thisNetwork = first == 0;
            boolean carrierNat = first == 100 && second >= 64 && second < 128;
            boolean protocolAssignments = first == 192 && second == 0 && b[2] == 0;
            boolean benchmarking = first == 198 && (second == 18 || second == 19);
            boolean reserved = first >= 240;
            return !(thisNetwork || carrierNat || protocolAssignments || benchmarking || reserved);
        }
        boolean uniqueLocal = (first & 0xfe) == 0xfc;
        return !uniqueLocal && TUNNELS.stream().noneMatch(range -> range.contains(address));
    }

    /** IPv4 inside IPv6 (mapped, compatible, NAT64, 6to4) counts as the IPv4 address it leads to. */
    private static InetAddress unmapped(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] b = address.getAddress();
        boolean zeros = true;
        for (int i = 0; i < 10; i++) {
            zeros &= b[i] == 0;
        }
        int offset = -1;
        if (zeros && (b[10] & 0xff) == 0xff && (b[11] & 0xff) == 0xff) {
            offset = 12;
        } else if (zeros && b[10] == 0 && b[11] == 0 && (b[12] != 0 || b[13] != 0)) {
            offset = 12;
        } else if (b[0] == 0
                && b[1] == 0x64
                && (b[2] & 0xff) == 0xff
                && (b[3] & 0xff) == 0x9b
                && b[4] == 0
                && b[5] == 0) {
            offset = 12;
        } else if (b[0] == 0x20 && b[1] == 0x02) {
            offset = 2;
        }
        if (offset < 0) {
            return address;
        }
        try {
            return InetAddress.getByAddress(new byte[] {b[offset], b[offset + 1], b[offset + 2], b[offset + 3]});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are always an address", e);
        }
    }
}
