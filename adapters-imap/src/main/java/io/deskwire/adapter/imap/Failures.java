package io.deskwire.adapter.imap;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What a failure on the wire means to an administrator and to the engine. */
final class Failures {

    private static final int SHOWN = 200;
    private static final Pattern RATE = Pattern.compile(
            "rate limit|too many|throttl|limit exceeded|over quota|concurrent connections|slow down|sending limit",
            Pattern.CASE_INSENSITIVE);

    private Failures() {}

    /** A server's words as they may be shown: one line, not too long. */
    static String shown(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < SHOWN; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return line.toString().strip();
    }

    static boolean soundsLikeRateLimit(String text) {
        return RATE.matcher(text).find();
    }

    /** The connection failed while it was in use. */
    static ChannelException connection(Endpoint endpoint, IOException e, @Nullable MailSocket socket) {
        String because = socket == null ? null : socket.abortedBecause();
        String what;
        if (Thread.currentThread().isInterrupted()) {
            what = "interrupted";
        } else if (because != null) {
            what = because;
        } else if (e instanceof ResponseGuard.HostileServerException) {
            what = String.valueOf(e.getMessage());
        } else if (e instanceof SocketTimeoutException) {
            what = "the server did not answer in time";
        } else {
            what = "the connection was lost";
        }
        return ChannelException.of(FailureKind.TRANSIENT, endpoint.text() + ": " + what, e);
    }

    /** The handshake failed. */
    static ChannelException tls(Endpoint endpoint, IOException e, @Nullable String because) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        String text = endpoint.text() + ": ";
        if (because != null || e instanceof SocketTimeoutException) {
            return ChannelException.of(
                            FailureKind.TRANSIENT,
                            text + (because == null ? "no answer to the TLS handshake" : because),
                            e)
                    .withHint(mixHint(endpoint));
        }
        if (isCertificateProblem(e)) {
            boolean name = message.contains("no name matching") || message.contains("no subject alternative");
            return ChannelException.of(
                            FailureKind.TRANSIENT,
                            text
                                    + (name
                                            ? "its certificate is for another name"
                                            : "its certificate is not signed by a trusted authority"),
                            e)
                    .withHint(
                            name
                                    ? "Use the name that stands in the server's certificate as " + endpoint.prefix()
                                            + "host."
                                    : "Put the certificate of the server's authority into trusted_ca_pem.");
        }
        if (message.contains("unsupported or unrecognized ssl message") || message.contains("plaintext connection")) {
            return ChannelException.of(FailureKind.TRANSIENT, text + "it does not speak TLS on this port", e)
                    .withHint(mixHint(endpoint));
        }
        return ChannelException.of(FailureKind.TRANSIENT, text + "the TLS handshake failed", e)
                .withHint("TLS 1.2 or newer is needed. " + mixHint(endpoint));
    }

    static String mixHint(Endpoint endpoint) {
        return endpoint.prefix() + "use_ssl goes with ports 993, 995 and 465, " + endpoint.prefix()
                + "use_tls (STARTTLS) with 143, 110 and 587.";
    }

    private static boolean isCertificateProblem(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof CertificateException || t instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return e instanceof SSLException && String.valueOf(e.getMessage()).contains("certificate");
    }

    /** The server was told to offer STARTTLS and does not. */
    static ChannelException stripped(Endpoint endpoint) {
        return ChannelException.of(
                        FailureKind.TRANSIENT,
                        endpoint.text() + " offers no STARTTLS, or somebody on the way removed it; nothing was sent")
                .withHint(mixHint(endpoint));
    }

    /** The server offers no way of signing in that we may use. */
    static ChannelException noMechanism(Endpoint endpoint, String wanted) {
        return ChannelException.of(FailureKind.AUTH, endpoint.text() + " does not accept " + wanted)
                .withHint(
                        "Some providers take OAuth only: set auth to xoauth2. Others want app passwords switched on.");
    }

    /** The server refused to sign us in, by an IMAP or POP3 response code (RFC 5530, RFC 3206). */
    static ChannelException login(Endpoint endpoint, String code, String text, Account.Mechanism mechanism) {
        String words = text.isEmpty() ? "" : ": " + text;
        String lower = text.toLowerCase(Locale.ROOT);
        switch (code) {
            case "LIMIT", "LOGIN-DELAY" -> {
                return ChannelException.throttled(endpoint.text() + " wants fewer sign-ins" + words, null)
                        .withCode(code);
            }
            case "UNAVAILABLE", "INUSE", "IN-USE", "SYS/TEMP", "SERVERBUG", "SYS" -> {
                return ChannelException.of(
                                FailureKind.TRANSIENT, endpoint.text() + " cannot sign anybody in now" + words)
                        .withCode(code);
            }
            default -> {
                // Without a code only the words are left.
            }
        }
        if (soundsLikeRateLimit(text)) {
            return ChannelException.throttled(endpoint.text() + " wants fewer sign-ins" + words, null);
        }
        if (lower.contains("temporar") || lower.contains("try again later") || lower.contains("unavailable")) {
            return ChannelException.of(FailureKind.TRANSIENT, endpoint.text() + " cannot sign anybody in now" + words);
        }
        return ChannelException.of(FailureKind.AUTH, endpoint.text() + " refused the credentials" + words)
                .withCode(code.isEmpty() ? null : code)
                .withHint(loginHint(lower, mechanism, endpoint));
    }

    static String loginHint(String lower, Account.Mechanism mechanism, Endpoint endpoint) {
        if (mechanism != Account.Mechanism.PASSWORD) {
            return "Connect the account again: the grant may be revoked, or lack the scope for " + endpoint.protocol()
                    + ".";
        }
        if (lower.contains("app password")
                || lower.contains("application-specific")
                || lower.contains("application specific")) {
            return "This provider wants an app password instead of the account's own.";
        }
        if (lower.contains("not enabled") || lower.contains("disabled")) {
            return "Switch on " + endpoint.protocol().toUpperCase(Locale.ROOT) + " access in the mailbox's settings.";
        }
        return "Check user name and password. With two-step sign-in an app password is needed; some providers need "
                + endpoint.protocol().toUpperCase(Locale.ROOT) + " switched on first.";
    }
}
