package io.deskwire.adapter.gmail;

import io.deskwire.failure.ChannelException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are taken: received ones, from spam and trash only when that is configured. A letter to oneself is sent and
 * received at once; it is left out only when it is an answer of ours, or sent mail that somebody moved to the inbox: from one
 * of the mailbox's own addresses, to none of them, and to be answered to nobody else. Web forms and scanners that write
 * through the mailbox write to it, or name the customer in Reply-To.
 */
final class Wanted {

    /** What stands between the words of an address field. */
    private static final Pattern NO_ADDRESS = Pattern.compile("[\\s<>\"(),;:]+");

    private final GmailSettings settings;
    private final MailboxNames names;
    private final SenderAliases aliases;
    private final @Nullable Instant floor;
    private final List<String> watched;

    /**
     * @param floor messages that arrived before are passed over, or null
     */
    Wanted(GmailSettings settings, MailboxNames names, SenderAliases aliases, @Nullable Instant floor) {
        this.settings = settings;
        this.names = names;
        this.aliases = aliases;
        this.floor = floor;
        this.watched = settings.watched();
    }

    /** What labels alone say, before anything is fetched. */
    boolean mayBe(Collection<String> labels) {
        return !labels.contains("DRAFT")
                && !labels.contains("CHAT")
                && (!labels.contains("SENT") || labels.contains("INBOX"))
                && allowed("SPAM", labels)
                && allowed("TRASH", labels);
    }

    /** Whether one of the labels is one that is read. */
    boolean isWatched(Collection<String> labels) {
        return !Collections.disjoint(labels, watched);
    }

    private boolean allowed(String label, Collection<String> labels) {
        return !labels.contains(label)
                || settings.spamAndTrash()
                || settings.labels().contains(label);
    }

    /** Whether a message came too early to be taken. */
    boolean isTooOld(@Nullable Instant receivedAt) {
        return floor != null && receivedAt != null && receivedAt.isBefore(floor);
    }

    boolean hasFloor() {
        return floor != null;
    }

    /**
     * Whether a message was sent and not received.
     *
     * @throws ChannelException when it cannot be found out now which addresses the mailbox has
     */
    boolean isSentOnly(Head head) throws ChannelException {
        if (!head.labels().contains("SENT")) {
            return false;
        }
        if (!head.field(ComposedMail.OWN_ID).isEmpty()) {
            return true;
        }
        Set<String> own = aliases.addresses();
        return addresses(head, "From").anyMatch(from -> isOwn(from, own))
                && Stream.of("To", "Cc", "Bcc")
                        .flatMap(field -> addresses(head, field))
                        .noneMatch(to -> isOwn(to, own))
                && addresses(head, "Reply-To").allMatch(to -> isOwn(to, own));
    }

    private static Stream<String> addresses(Head head, String field) {
        List<String> values = head.field(field);
        return values.stream()
                .flatMap(value -> Stream.of(NO_ADDRESS.split(value.toLowerCase(Locale.ROOT))))
                .filter(word -> word.indexOf('@') > 0);
    }

    /** What stands behind a plus leads to the same mailbox. */
    private boolean isOwn(String address, Set<String> own) {
        String plain = address.replaceFirst("\\+[^@]*@", "@");
        return Stream.of(address, plain)
                .anyMatch(one -> own.contains(one) || names.all().contains(one));
    }
}
