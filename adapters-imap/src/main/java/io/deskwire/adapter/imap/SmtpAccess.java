package io.deskwire.adapter.imap;

import io.deskwire.adapter.imap.Credentials.Credential;
import io.deskwire.failure.ChannelException;
import java.io.IOException;

/** The way into one submission server: connect, secure, sign in; every failure in the engine's terms. */
final class SmtpAccess {

    private final Endpoint endpoint;
    private final Dialer dialer;
    private final Credentials credentials;

    SmtpAccess(Endpoint endpoint, Dialer dialer, Credentials credentials) {
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

    /** Whether no sign-in is configured. */
    boolean isAnonymous() {
        return credentials.account().isAnonymous();
    }

    Credentials credentials() {
        return credentials;
    }

    /** A connection that is ready for a transaction. */
    SmtpConnection signIn() throws ChannelException {
        return credentials.open(credential -> {
            SmtpConnection connection = secured(dialer.dial(endpoint, false));
            try {
                authenticate(connection, credential);
                return connection;
            } catch (ChannelException | RuntimeException e) {
                connection.abort();
                throw e;
            }
        });
    }

    /** Greeting, EHLO and, where configured, STARTTLS over a dialled socket. */
    SmtpConnection secured(MailSocket socket) throws ChannelException {
        SmtpConnection connection = greet(socket);
        if (endpoint.security() == Security.STARTTLS) {
            startTls(connection);
        }
        return connection;
    }

    SmtpConnection greet(MailSocket socket) throws ChannelException {
        try {
            return SmtpConnection.greet(socket, dialer.trust(), endpoint.host());
        } catch (SmtpRefusal e) {
            socket.abort("refused");
            throw SmtpFailures.refused(endpoint, e.reply(), "the connection");
        } catch (IOException e) {
            ChannelException failure = Failures.connection(endpoint, e, socket);
            socket.abort("no greeting");
            throw endpoint.security() == Security.TLS ? failure : failure.withHint(Failures.mixHint(endpoint));
        }
    }

    void startTls(SmtpConnection connection) throws ChannelException {
        if (!connection.supportsExtension("STARTTLS")) {
            connection.abort();
            throw Failures.stripped(endpoint);
        }
        try {
            connection.secure();
        } catch (SmtpRefusal e) {
            connection.abort();
            throw Failures.stripped(endpoint);
        } catch (IOException e) {
            String because = connection.socket().abortedBecause();
            connection.abort();
            throw Failures.tls(endpoint, e, because);
        }
    }

    void authenticate(SmtpConnection connection, Credential credential) throws ChannelException {
        if (credential.username().isEmpty()) {
            return;
        }
        try {
            if (!connection.authenticate(credential, endpoint)) {
                throw Failures.noMechanism(endpoint, Credentials.wanted(credential.mechanism()));
            }
        } catch (SmtpRefusal e) {
            throw SmtpFailures.login(endpoint, e.reply(), credential.mechanism());
        } catch (IOException e) {
            throw Failures.connection(endpoint, e, connection.socket());
        }
    }
}
