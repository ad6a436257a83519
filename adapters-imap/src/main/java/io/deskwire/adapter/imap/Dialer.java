package io.deskwire.adapter.imap;

import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.ProtocolLog;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes connections: only to addresses the egress policy permits, plain ones only to private addresses. */
@SuppressWarnings("try") // A deadline acts by being open.
final class Dialer {

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    static final Duration READ_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(30);

    private final EgressPolicy egress;
    private final TlsTrust trust;
    private final ProtocolLog log;

    Dialer(EgressPolicy egress, TlsTrust trust) {
        this(egress, trust, ProtocolLog.none());
    }

    Dialer(EgressPolicy egress, TlsTrust trust, ProtocolLog log) {
        this.egress = egress;
        this.trust = trust;
        this.log = log;
    }

    TlsTrust trust() {
        return trust;
    }

    /** Resolves, connects and, where TLS comes first, shakes hands. */
    MailSocket dial(Endpoint endpoint, boolean literals) throws ChannelException {
        MailSocket plain = connect(endpoint, resolve(endpoint), literals);
        return endpoint.security() == Security.TLS ? secure(endpoint, plain) : plain;
    }

    /** The addresses that may be connected to; never empty. */
    List<InetAddress> resolve(Endpoint endpoint) throws ChannelException {
        List<InetAddress> addresses;
        try {
            addresses = egress.resolve(endpoint.host());
        } catch (UnknownHostException e) {
            throw resolves(endpoint.host())
                    ? ChannelException.of(
                                    FailureKind.PERMANENT,
                                    endpoint.host() + " is an address this installation does not connect to",
                                    e)
                            .withHint("An operator can allow private addresses with DESKWIRE_ALLOW_PRIVATE_ENDPOINTS.")
                    : ChannelException.of(FailureKind.TRANSIENT, endpoint.host() + " has no address in DNS", e)
                            .withHint("Check " + endpoint.prefix() + "host for a typing mistake.");
        }
        if (endpoint.security() != Security.PLAIN) {
            return addresses;
        }
        // Whatever a policy for public addresses alone refuses is private; the real policy has allowed it above.
        List<InetAddress> inside = addresses.stream()
                .filter(address -> !EgressPolicy.publicOnly().permits(address))
                .toList();
        if (inside.isEmpty()) {
            throw ChannelException.of(
                            FailureKind.PERMANENT,
                            "refusing to speak without encryption to the public address of " + endpoint.host())
                    .withHint("Set " + endpoint.prefix() + "use_ssl (TLS from the start) or " + endpoint.prefix()
                            + "use_tls (STARTTLS) to true.");
        }
        return inside;
    }

    /** Connects to the first address that answers. */
    MailSocket connect(Endpoint endpoint, List<InetAddress> addresses, boolean literals) throws ChannelException {
        IOException last = new SocketException("no address");
        for (InetAddress address : addresses) {
            Socket socket = null;
            try {
                socket = SocketChannel.open().socket();
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                socket.setSoTimeout((int) READ_TIMEOUT.toMillis());
                socket.connect(new InetSocketAddress(address, endpoint.port()), (int) CONNECT_TIMEOUT.toMillis());
                log.note(endpoint.text() + ": connected");
                return MailSocket.plain(endpoint.host(), socket, literals, log);
            } catch (IOException e) {
                last = e;
                closeQuietly(socket);
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        }
        log.note(endpoint.text() + ": no connection");
        throw ChannelException.of(FailureKind.TRANSIENT, "cannot connect to the " + endpoint.text(), last)
                .withHint("Check " + endpoint.prefix() + "host, " + endpoint.prefix()
                        + "port and the firewall between here and there.");
    }

    /** Layers TLS over a connection. */
    MailSocket secure(Endpoint endpoint, MailSocket plain) throws ChannelException {
        try (Deadline limit = Deadline.of(plain, HANDSHAKE_LIMIT, "the TLS handshake")) {
            return trust.secure(plain, endpoint.host());
        } catch (IOException e) {
            String because = plain.abortedBecause();
            plain.abort("handshake failed");
            throw Failures.tls(endpoint, e, because);
        }
    }

    private static boolean resolves(String host) {
        try {
            return InetAddress.getAllByName(host).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void closeQuietly(@Nullable Socket socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // Never connected.
            }
        }
    }
}
