package io.deskwire.adapter.imap;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.Locale;

/** What an SMTP refusal means; from the server's own codes alone (RFC 5321 section 4.2, RFC 3463, RFC 4954 section 6). */
final class SmtpFailures {

    private SmtpFailures() {}

    /** The server refused the sender, the content or the connection: nothing went out to anybody. */
    static ChannelException refused(Endpoint endpoint, SmtpReply reply, String step) {
        String text = endpoint.text() + " refused " + step + ": " + reply.shown();
        if (wantsFewer(reply)) {
            return ChannelException.throttled(text, null).withCode(reply.bestCode());
        }
        if (reply.isTemporary()) {
            return ChannelException.of(FailureKind.TRANSIENT, text).withCode(reply.bestCode());
        }
        if (isAboutSignIn(reply)) {
            return ChannelException.of(FailureKind.AUTH, text)
                    .withCode(reply.bestCode())
                    .withHint("The server wants a sign-in first: set smtp_username and smtp_password.");
        }
        return ChannelException.of(FailureKind.PERMANENT, text).withCode(reply.bestCode());
    }

    /** The server refused to sign us in. */
    static ChannelException login(Endpoint endpoint, SmtpReply reply, Account.Mechanism mechanism) {
        String text = endpoint.text() + " refused the credentials: " + reply.shown();
        if (Failures.soundsLikeRateLimit(reply.text())) {
            return ChannelException.throttled(text, null).withCode(reply.bestCode());
        }
        if (reply.isTemporary()) {
            return ChannelException.of(FailureKind.TRANSIENT, text).withCode(reply.bestCode());
        }
        return ChannelException.of(FailureKind.AUTH, text)
                .withCode(reply.bestCode())
                .withHint(Failures.loginHint(reply.text().toLowerCase(Locale.ROOT), mechanism, endpoint));
    }

    /** 530 and 534, 535, 538: a sign-in is missing or not good enough. */
    static boolean isAboutSignIn(SmtpReply reply) {
        return switch (reply.code()) {
            case 530, 534, 535, 538 -> true;
            default -> false;
        };
    }

    /**
     * A limit on how much may be sent. {@code 4.7.x} is policy, which for a submission server means rate; {@code 5.4.5} is
     * Google's daily limit, over by tomorrow in spite of its first digit.
     */
    private static boolean wantsFewer(SmtpReply reply) {
        String enhanced = reply.enhanced() == null ? "" : reply.enhanced();
        return enhanced.equals("5.4.5")
                || (reply.isTemporary() && (enhanced.startsWith("4.7.") || Failures.soundsLikeRateLimit(reply.text())));
    }
}
