package io.deskwire.http;

import io.deskwire.channel.EgressPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.SocketFactory;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * The egress policy at the last moment before a connection. Names are filtered when they are resolved, so that a host with
 * one permitted address stays reachable; but OkHttp asks no resolver about a host written as an address, therefore every
 * socket looks once more at what it is told to connect to.
 */
public final class GuardedSockets extends SocketFactory {

    private final EgressPolicy egress;

    /**
     * @param egress which addresses may be connected to
     */
    public GuardedSockets(EgressPolicy egress) {
        this.egress = egress;
    }

    /** Refused by the policy; told apart from a name that does not exist. */
    static final class BlockedException extends IOException {
        private static final long serialVersionUID = 1L;

        BlockedException(String host) {
            super(refusal(host));
        }
    }

    static String refusal(String host) {
        return host + " is a private or reserved address, which this installation does not connect to; an operator can"
                + " allow it with DESKWIRE_ALLOW_PRIVATE_ENDPOINTS";
    }

    /** A resolver that answers permitted addresses only. */
    Dns dns() {
        return this::lookup;
    }

    /**
     * The permitted addresses of a host, for clients of other libraries.
     *
     * @throws UnknownHostException when it has none, or none that is permitted; {@link #isBehind} tells which
     */
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        List<InetAddress> permitted =
                Dns.SYSTEM.lookup(host).stream().filter(egress::permits).toList();
        if (permitted.isEmpty()) {
            UnknownHostException refused = new UnknownHostException(host);
            refused.initCause(new BlockedException(host));
            throw refused;
        }
        return permitted;
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint) throws IOException {
                connect(endpoint, 0);
            }

            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                check(endpoint);
                super.connect(endpoint, timeout);
            }
        };
    }

    private void check(SocketAddress endpoint) throws IOException {
        InetAddress address = endpoint instanceof InetSocketAddress internet ? internet.getAddress() : null;
        if (address == null || !egress.permits(address)) {
            throw new BlockedException(address == null ? "the target" : address.getHostAddress());
        }
    }

    // OkHttp uses only the form above; these would connect unguarded.

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unguarded();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unguarded();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unguarded();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw unguarded();
    }

    private static SocketException unguarded() {
        return new SocketException("only unconnected sockets are made here");
    }

    /** Whether the policy is behind a failure. */
    public static boolean isBehind(Throwable failure) {
        return hasCause(failure, BlockedException.class);
    }

    static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
