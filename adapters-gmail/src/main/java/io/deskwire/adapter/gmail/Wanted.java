package io.deskwire.adapter.gmail;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which messages are taken: received ones, from spam and trash only when that is configured. */
final class Wanted {

    /** What stands between the words of a From field. */
    private static final Pattern NO_ADDRESS = Pattern.compile("[\\s<>\"(),;:]+");

    private final GmailSettings settings;
    private final MailFetch fetch;
    private final @Nullable Instant floor;

    /**
     * @param floor messages that arrived before are passed over, or null
     */
    Wanted(GmailSettings settings, MailFetch fetch, @Nullable Instant floor) {
        this.settings = settings;
        this.fetch = fetch;
        this.floor = floor;
    }

    /** What labels alone say, before anything is fetched. */
    boolean mayBe(Collection<String> labels) {
        return !labels.contains("DRAFT")
                && !labels.contains("CHAT")
                && (!labels.contains("SENT") || labels.contains("INBOX"))
                && allowed("SPAM", labels)
                && allowed("TRASH", labels);
    }

    private boolean allowed(String label, Collection<String> labels) {
        return !labels.contains(label)
                || settings.spamAndTrash()
                || settings.labels().contains(label);
    }

    boolean is(Mail mail) throws ChannelException {
        Instant at = mail.receivedAt();
        if (!mayBe(mail.labels()) || (floor != null && at != null && at.isBefore(floor))) {
            return false;
        }
        return !mail.labels().contains("SENT") || !isOwn(mail.id());
    }

    /** Mail to oneself is sent and received at once; whether it is an answer of ours or somebody's letter, its From tells. */
    private boolean isOwn(String id) throws ChannelException {
        try {
            return fetch.from(id).stream()
                    .flatMap(from -> Stream.of(NO_ADDRESS.split(from.toLowerCase(Locale.ROOT))))
                    .anyMatch(settings.address()::equals);
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.NOT_FOUND) {
                return true;
            }
            throw e;
        }
    }
}
