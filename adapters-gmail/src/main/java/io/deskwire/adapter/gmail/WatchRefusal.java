package io.deskwire.adapter.gmail;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Gmail's refusals to watch a mailbox mean. */
final class WatchRefusal {

    /** Faults that every other call has too. */
    private static final List<String> NOT_OF_WATCHING =
            List.of("has not been used", "is disabled", "scope", "administrator");

    private WatchRefusal() {}

    /** Whether another topic is watched: a former one of ours, or another installation's. */
    static boolean isTaken(ChannelException e) {
        return said(e).contains("only one user push notification client");
    }

    /** What to do about a refusal that only watching has; null for those that every call has, whose own hints are right. */
    static @Nullable String hint(ChannelException e) {
        String said = said(e);
        if (said.contains("invalid topicname") || said.contains("does not match projects")) {
            return "pubsub_topic must be in the Google Cloud project that owns client_id; create the topic there.";
        }
        if (e.kind() == FailureKind.NOT_FOUND || said.contains("resource not found")) {
            return "Create the topic that pubsub_topic names (Google Cloud console, Pub/Sub, Topics), or correct"
                    + " pubsub_topic.";
        }
        if (said.contains("pub/sub api") || said.contains("pubsub.googleapis.com")) {
            return "Enable the Cloud Pub/Sub API in the Google Cloud project of pubsub_topic: APIs & Services, Library.";
        }
        if (NOT_OF_WATCHING.stream().anyMatch(said::contains)) {
            return null;
        }
        if (said.contains("not authorized to perform") || isBareForbidden(e, said)) {
            return "Give gmail-api-push@system.gserviceaccount.com the role Pub/Sub Publisher on the topic of"
                    + " pubsub_topic: Google Cloud console, Pub/Sub, Topics, Permissions.";
        }
        return e.kind() == FailureKind.PERMANENT ? "Check pubsub_topic and label_ids." : null;
    }

    /** Without any words of Google's. */
    private static boolean isBareForbidden(ChannelException e, String said) {
        String code = e.code().orElse("");
        return (code.equals("forbidden") || code.equals("PERMISSION_DENIED"))
                && (!said.contains("(") || said.endsWith("(forbidden)"));
    }

    private static String said(ChannelException e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    }
}
