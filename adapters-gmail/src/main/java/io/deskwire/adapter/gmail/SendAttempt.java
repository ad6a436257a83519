package io.deskwire.adapter.gmail;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.Message;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One attempt to hand a mail over and what its end proves: below 500 certainly nothing went out, from there nobody can say. */
final class SendAttempt {

    private static final Duration UNTIL_TOMORROW = Duration.ofHours(24);

    private final GmailClient client;

    SendAttempt(GmailClient client) {
        this.client = client;
    }

    /** Makes the request. */
    @FunctionalInterface
    interface Request {
        Gmail.Users.Messages.Send build() throws IOException;
    }

    /**
     * How it ended; exactly one is there.
     *
     * @param id Gmail's id of the mail it took
     * @param uncertain why nobody can say what became of it
     * @param refusal why certainly nothing went out
     */
    record Outcome(
            @Nullable String id,
            @Nullable String uncertain,
            @Nullable ChannelException refusal) {

        boolean isRefusedAs(FailureKind kind) {
            return refusal != null && refusal.kind() == kind;
        }
    }

    Outcome make(Request request) {
        Gmail.Users.Messages.Send send;
        try {
            send = request.build();
        } catch (IOException e) {
            return refused(ChannelException.of(FailureKind.TRANSIENT, "the mail cannot be read again", e));
        }
        try {
            Message taken = send.execute();
            String id = taken == null ? null : taken.getId();
            return id == null
                    ? uncertain("Gmail's answer does not say that it took the mail")
                    : new Outcome(id, null, null);
        } catch (IOException e) {
            return ended(e);
        } catch (IllegalArgumentException e) {
            return uncertain("Gmail's answer could not be read");
        }
    }

    private Outcome ended(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Credentials.NoTokenException) {
                return refused(client.failure(e));
            }
            if (cause instanceof HttpResponseException answer) {
                return answer.getStatusCode() >= 500
                        ? uncertain("Gmail, or a server in front of it, answered HTTP " + answer.getStatusCode()
                                + " and does not say what became of the mail")
                        : refused(explained(client.failure(e)));
            }
            if (cause instanceof TransportException broken) {
                return broken.problem() == TransportException.Problem.MAY_HAVE_ARRIVED
                        ? uncertain(String.valueOf(broken.getMessage()))
                        : refused(client.failure(e));
            }
        }
        return uncertain("Gmail's answer could not be read");
    }

    /** Adds what is peculiar to sending. */
    static ChannelException explained(ChannelException e) {
        String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        boolean sendingLimit =
                said.contains("mail sending") || said.contains("sending limit") || said.contains("sending quota");
        if (e.kind() == FailureKind.THROTTLED && sendingLimit) {
            ChannelException limited = ChannelException.throttled(
                    String.valueOf(e.getMessage()), e.retryAfter().orElse(UNTIL_TOMORROW));
            return limited.withCode(e.code().orElse(null))
                    .withHint("The account has sent as many mails as Google allows in a day (500 from Gmail, 2,000 from"
                            + " Workspace); what waits goes by itself when the day is over.");
        }
        if (e.code().orElse("").equals("uploadTooLarge") || said.contains("http 413")) {
            return ChannelException.of(FailureKind.UNSUPPORTED, String.valueOf(e.getMessage()))
                    .withCode(e.code().orElse(null))
                    .withHint("Send smaller or fewer files, or a link.");
        }
        return e;
    }

    private static Outcome uncertain(String why) {
        return new Outcome(null, why, null);
    }

    private static Outcome refused(ChannelException why) {
        return new Outcome(null, null, why);
    }
}
