package io.deskwire.adapter.imap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** What Angus calls after STARTTLS; turns our plain socket into our secured one. */
final class StartTlsFactory extends SSLSocketFactory {

    private final TlsTrust trust;
    private final String host;
    private @Nullable MailSocket made;

    StartTlsFactory(TlsTrust trust, String host) {
        this.trust = trust;
        this.host = host;
    }

    /** The secured socket, or null before the handshake. */
    @Nullable MailSocket made() {
        return made;
    }

    @Override
    public Socket createSocket(Socket connected, String ignoredHost, int port, boolean autoClose) throws IOException {
        if (connected instanceof MailSocket plain) {
            made = trust.secure(plain, host);
            return made;
        }
        throw new IOException("STARTTLS on a socket that is not ours");
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return new String[0];
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return new String[0];
    }

    @Override
    public Socket createSocket(String otherHost, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String otherHost, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress otherHost, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress otherHost, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }
}
