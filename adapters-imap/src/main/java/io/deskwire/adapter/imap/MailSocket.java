package io.deskwire.adapter.imap;

import io.deskwire.channel.ProtocolLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket as Angus sees it: already where it should be, with a guarded input. Angus resolves, connects and
 * configures TLS by itself otherwise, which leaves no room for the egress policy.
 *
 * <p>The bytes run through a socket channel, so that an interrupt ends a blocked read or write on every kind of thread.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // What it delegates to keeps its own locks.
final class MailSocket extends Socket {

    /** Whatever else is written may be an answer to a challenge. */
    private static final Set<String> COMMANDS = Set.of(
            "APPEND",
            "AUTH",
            "AUTHENTICATE",
            "CAPA",
            "CAPABILITY",
            "CREATE",
            "DATA",
            "DELE",
            "EHLO",
            "ENABLE",
            "EXAMINE",
            "EXPUNGE",
            "FETCH",
            "HELO",
            "ID",
            "IDLE",
            "LIST",
            "LOGIN",
            "LOGOUT",
            "MAIL",
            "NOOP",
            "PASS",
            "QUIT",
            "RCPT",
            "RETR",
            "RSET",
            "SEARCH",
            "SELECT",
            "STARTTLS",
            "STAT",
            "STATUS",
            "STLS",
            "STORE",
            "UID",
            "UIDL",
            "USER");

    private final String host;
    private final Socket raw;
    private final @Nullable SSLSocket tls;
    private final boolean literals;
    private final InetAddress named;
    private final ResponseGuard guard;
    private final AtomicReference<@Nullable String> abortedBecause;
    private final ProtocolLog log;

    private MailSocket(
            String host,
            Socket raw,
            @Nullable SSLSocket tls,
            boolean literals,
            AtomicReference<@Nullable String> abortedBecause,
            ProtocolLog log)
            throws IOException {
        this.host = host;
        this.raw = raw;
        this.tls = tls;
        this.literals = literals;
        this.abortedBecause = abortedBecause;
        this.log = log;
        // Carries the configured name, so that nobody asks DNS for a reverse name.
        this.named = InetAddress.getByAddress(host, raw.getInetAddress().getAddress());
        this.guard = new ResponseGuard(current().getInputStream(), literals);
    }

    /** Over a connected socket; {@code literals} for IMAP. */
    static MailSocket plain(String host, Socket raw, boolean literals, ProtocolLog log) throws IOException {
        return new MailSocket(host, raw, null, literals, new AtomicReference<>(), log);
    }

    /** The same connection after a handshake. */
    MailSocket secured(SSLSocket layered) throws IOException {
        log.note(host + ": " + layered.getSession().getProtocol());
        return new MailSocket(host, raw, layered, literals, abortedBecause, log);
    }

    /** Notes a command and what came of it; arguments are never shown. */
    void note(String protocol, String command, String outcome) {
        String word = command.strip().split("\\s", 2)[0];
        log.note(protocol + " " + (COMMANDS.contains(word) ? word : "…") + " → " + outcome);
    }

    ResponseGuard guard() {
        return guard;
    }

    Socket raw() {
        return raw;
    }

    boolean isSecure() {
        return tls != null;
    }

    /** TLS version and cipher suite, or null without TLS. */
    @Nullable String tlsText() {
        return tls == null
                ? null
                : tls.getSession().getProtocol() + " " + tls.getSession().getCipherSuite();
    }

    /** Cuts the connection at once from any thread, without a TLS farewell, which could block. */
    void abort(String because) {
        abortedBecause.compareAndSet(null, because);
        try {
            raw.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    /** Why {@link #abort} was called, or null. */
    @Nullable String abortedBecause() {
        return abortedBecause.get();
    }

    private Socket current() {
        return tls == null ? raw : tls;
    }

    @Override
    public void connect(SocketAddress endpoint) {
        // Connected before Angus got it.
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) {
        // Connected before Angus got it.
    }

    @Override
    public InputStream getInputStream() {
        return guard;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return current().getOutputStream();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        current().setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return current().getSoTimeout();
    }

    @Override
    public InetAddress getInetAddress() {
        return named;
    }

    @Override
    public InetAddress getLocalAddress() {
        return raw.getLocalAddress();
    }

    @Override
    public int getPort() {
        return raw.getPort();
    }

    @Override
    public int getLocalPort() {
        return raw.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return raw.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return raw.getLocalSocketAddress();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return raw.isClosed();
    }

    @Override
    public void close() throws IOException {
        // Not the TLS layer's close: its farewell blocks on a peer that no longer reads.
        raw.close();
    }
}
