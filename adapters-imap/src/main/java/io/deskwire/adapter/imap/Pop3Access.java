package io.deskwire.adapter.imap;

import io.deskwire.adapter.imap.Credentials.Credential;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;

/** The way into one POP3 mailbox; every failure in the engine's terms. */
final class Pop3Access {

    private final Endpoint endpoint;
    private final Dialer dialer;
    private final Credentials credentials;

    Pop3Access(Endpoint endpoint, Dialer dialer, Credentials credentials) {
        this.endpoint = endpoint;
        this.dialer = dialer;
        this.credentials = credentials;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Dialer dialer() {
        return dialer;
    }

    Credentials credentials() {
        return credentials;
    }

    Pop3Connection signIn() throws ChannelException {
        return credentials.open(credential -> {
            Pop3Connection connection = reconnect();
            try {
                authenticate(connection, credential);
                return connection;
            } catch (ChannelException | RuntimeException e) {
                connection.abort();
                throw e;
            }
        });
    }

    /** A connection up to its protection, not signed in. */
    Pop3Connection reconnect() throws ChannelException {
        Pop3Connection connection = greet(dialer.dial(endpoint, false));
        if (endpoint.security() == Security.STARTTLS) {
            startTls(connection);
        }
        return connection;
    }

    /** The ids of what is there. */
    void listing(Pop3Connection connection, Pop3Connection.LineSink sink) throws ChannelException {
        try {
            connection.listing("UIDL", MaildropReading.LISTING_BYTES, sink);
        } catch (Pop3Connection.Refusal e) {
            throw withoutUidl(e);
        } catch (IOException e) {
            throw Failures.connection(endpoint, e, connection.socket());
        }
    }

    ChannelException withoutUidl(Pop3Connection.Refusal e) {
        return ChannelException.of(
                        FailureKind.UNSUPPORTED,
                        endpoint.text() + " has no UIDL, so new mail cannot be told from old",
                        e)
                .withHint("Use IMAP for this mailbox.");
    }

    Pop3Connection greet(MailSocket socket) throws ChannelException {
        try {
            return Pop3Connection.greet(socket);
        } catch (Pop3Connection.Refusal e) {
            socket.abort("refused");
            throw ChannelException.of(
                            FailureKind.TRANSIENT, endpoint.text() + " refused the connection: " + e.text(), e)
                    .withCode(e.codeOrNull());
        } catch (IOException e) {
            ChannelException failure = Failures.connection(endpoint, e, socket);
            socket.abort("no greeting");
            throw endpoint.security() == Security.TLS ? failure : failure.withHint(Failures.mixHint(endpoint));
        }
    }

    void startTls(Pop3Connection connection) throws ChannelException {
        if (!connection.can("STLS")) {
            connection.abort();
            throw Failures.stripped(endpoint);
        }
        try {
            connection.secure(dialer.trust(), endpoint.host());
        } catch (Pop3Connection.Refusal e) {
            connection.abort();
            throw Failures.stripped(endpoint);
        } catch (IOException e) {
            String because = connection.socket().abortedBecause();
            connection.abort();
            throw Failures.tls(endpoint, e, because);
        }
    }

    void authenticate(Pop3Connection connection, Credential credential) throws ChannelException {
        try {
            if (!connection.authenticate(credential, endpoint)) {
                throw Failures.noMechanism(endpoint, Credentials.wanted(credential.mechanism()));
            }
        } catch (Pop3Connection.Refusal e) {
            throw Failures.login(endpoint, e.code(), e.text(), credential.mechanism());
        } catch (IOException e) {
            throw Failures.connection(endpoint, e, connection.socket());
        }
    }
}
