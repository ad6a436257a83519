package io.deskwire.adapter.imap;

import io.deskwire.adapter.imap.Credentials.Credential;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;

/** The way into one IMAP mailbox: connect, secure, sign in, open a folder; every failure in the engine's terms. */
final class ImapAccess {

    private final Endpoint endpoint;
    private final Dialer dialer;
    private final Credentials credentials;

    ImapAccess(Endpoint endpoint, Dialer dialer, Credentials credentials) {
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

    /** A connection that is signed in. */
    ImapConnection signIn() throws ChannelException {
        return credentials.open(credential -> {
            ImapConnection connection = secured(dialer.dial(endpoint, true));
            try {
                authenticate(connection, credential);
                return connection;
            } catch (ChannelException | RuntimeException e) {
                connection.abort();
                throw e;
            }
        });
    }

    /** Greeting and, where configured, STARTTLS over a dialled socket. */
    ImapConnection secured(MailSocket socket) throws ChannelException {
        ImapConnection connection = greet(socket);
        if (endpoint.security() == Security.STARTTLS) {
            startTls(connection);
        }
        return connection;
    }

    /** Reads the greeting. */
    ImapConnection greet(MailSocket socket) throws ChannelException {
        try {
            return ImapConnection.greet(socket, dialer.trust(), endpoint.host());
        } catch (IOException e) {
            ChannelException failure = Failures.connection(endpoint, e, socket);
            socket.abort("no greeting");
            // A TLS port says nothing to a client that does not start a handshake.
            throw endpoint.security() == Security.TLS ? failure : failure.withHint(Failures.mixHint(endpoint));
        }
    }

    /** Insists on STARTTLS. */
    void startTls(ImapConnection connection) throws ChannelException {
        try {
            if (!connection.hasCapability("STARTTLS")) {
                throw Failures.stripped(endpoint);
            }
            connection.secure();
        } catch (ImapRefusal e) {
            connection.abort();
            throw Failures.stripped(endpoint);
        } catch (IOException e) {
            String because = connection.socket().abortedBecause();
            connection.abort();
            throw Failures.tls(endpoint, e, because);
        } catch (ChannelException e) {
            connection.abort();
            throw e;
        }
    }

    /** One sign-in with one secret. */
    void authenticate(ImapConnection connection, Credential credential) throws ChannelException {
        if (credential.username().isEmpty()) {
            return;
        }
        try {
            connection.authenticate(credential, endpoint);
        } catch (ImapConnection.NoMechanism e) {
            throw Failures.noMechanism(endpoint, Credentials.wanted(credential.mechanism()));
        } catch (ImapRefusal e) {
            throw Failures.login(endpoint, e.code(), e.text(), credential.mechanism());
        } catch (IOException e) {
            throw Failures.connection(endpoint, e, connection.socket());
        }
    }

    /** Opens a folder. */
    MailboxInfo open(ImapConnection connection, String folder, boolean readOnly) throws ChannelException {
        try {
            MailboxInfo box = connection.open(folder, readOnly);
            if (box.uidvalidity < 1) {
                throw ChannelException.of(
                        FailureKind.UNSUPPORTED,
                        endpoint.text() + " gives no UIDVALIDITY, so nothing can be told apart");
            }
            return box;
        } catch (ImapRefusal e) {
            throw folderRefused(folder, e);
        } catch (IOException e) {
            throw Failures.connection(endpoint, e, connection.socket());
        }
    }

    ChannelException folderRefused(String folder, ImapRefusal e) {
        if (isTemporary(e)) {
            return ChannelException.of(FailureKind.TRANSIENT, endpoint.text() + ": " + e.text(), e)
                    .withCode(e.code());
        }
        return ChannelException.of(
                        FailureKind.NOT_FOUND,
                        "the folder " + Failures.shown(folder) + " cannot be opened: " + e.text(),
                        e)
                .withCode(e.code().isEmpty() ? null : e.code())
                .withHint("Check the folder's name as the server writes it, with its separators; INBOX always exists.");
    }

    /** Whether a refusal may be gone next time (RFC 5530). */
    static boolean isTemporary(ImapRefusal e) {
        return switch (e.code()) {
            case "UNAVAILABLE", "INUSE", "SERVERBUG", "LIMIT", "CONTACTADMIN", "EXPUNGEISSUED" -> true;
            default -> Failures.soundsLikeRateLimit(e.text());
        };
    }
}
