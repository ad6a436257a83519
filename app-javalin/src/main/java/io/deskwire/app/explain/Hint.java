package io.deskwire.app.explain;

import io.deskwire.message.Address;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.Envelope;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.threading.Signal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Something in a message that can tie it to an earlier one. Whether it does, only an installation knows that has the earlier
 * one and the key of its tokens.
 *
 * @param type what kind of hint
 * @param evidence what was seen
 * @param reason what it takes for it to count, in words
 */
record Hint(Signal.Type type, String evidence, String reason) {

    private static final int MOST_IDS = 20;
    private static final int MOST_TAGS = 3;

    /** A token of ours by its form: signatures can be checked only where the key is. */
    private static final Pattern TOKEN =
            Pattern.compile("(?<![0-9a-z])dw1[0-9a-z]{46}(?![0-9a-z])", Pattern.CASE_INSENSITIVE);

    private static final Pattern TICKET_TAG =
            Pattern.compile("\\[[^\\[\\]#]{0,20}#\\s?[A-Za-z0-9][A-Za-z0-9_-]{0,39}]");

    /** What there is, the most trusted first. */
    static List<Hint> in(ParsedMessage message, Envelope envelope) {
        List<Hint> hints = new ArrayList<>();
        Set<String> addresses = new LinkedHashSet<>(envelope.recipients());
        Stream.of(message.people().to(), message.people().cc())
                .flatMap(Collection::stream)
                .map(Address::value)
                .forEach(addresses::add);
        addresses.stream()
                .filter(address -> TOKEN.matcher(address).find())
                .forEach(address -> hints.add(new Hint(
                        Signal.Type.SIGNED_ADDRESS, address, "counts where the installation that signed it reads it")));
        List<String> ids = ancestors(message);
        ids.stream()
                .filter(id -> TOKEN.matcher(id).find())
                .forEach(id -> hints.add(new Hint(
                        Signal.Type.SIGNED_MESSAGE_ID, id, "counts where the installation that signed it reads it")));
        boolean answers = !message.threading().inReplyTo().isEmpty();
        ids.stream()
                .filter(id -> !TOKEN.matcher(id).find())
                .forEach(
                        id -> hints.add(
                                new Hint(
                                        Signal.Type.KNOWN_MESSAGE,
                                        id,
                                        (answers
                                                                && message.threading()
                                                                        .inReplyTo()
                                                                        .contains(id)
                                                        ? "In-Reply-To"
                                                        : "References")
                                                + "; counts where that message is known and the sender takes part in its conversation")));
        mailThread(message, hints);
        subjectTags(message, hints);
        if (message.kind() != MessageKind.MESSAGE) {
            message.reports().stream()
                    .map(DeliveryReport::originalMessageId)
                    .filter(id -> id != null)
                    .distinct()
                    .limit(MOST_IDS)
                    .forEach(id -> hints.add(
                            new Hint(Signal.Type.REPORTED_MESSAGE, id, "counts where that is a message of ours")));
        }
        return hints;
    }

    private static void mailThread(ParsedMessage message, List<Hint> hints) {
        String thread = message.threading().providerThreadId();
        if (thread != null) {
            hints.add(new Hint(
                    Signal.Type.PROVIDER_THREAD,
                    thread,
                    "counts where the provider keeps a known message in it and the sender takes part"));
        }
    }

    private static void subjectTags(ParsedMessage message, List<Hint> hints) {
        String subject = message.body().subject();
        Matcher tags = TICKET_TAG.matcher(subject == null ? "" : subject);
        for (int i = 0; i < MOST_TAGS && tags.find(); i++) {
            hints.add(new Hint(
                    Signal.Type.SUBJECT_TAG,
                    tags.group(),
                    "counts where there is such a ticket and the sender takes part in its conversation"));
        }
    }

    /** In-Reply-To before References, the nearest ancestor first. */
    private static List<String> ancestors(ParsedMessage message) {
        Set<String> ids = new LinkedHashSet<>(message.threading().inReplyTo());
        List<String> references = message.threading().references();
        for (int i = references.size() - 1; i >= 0; i--) {
            ids.add(references.get(i));
        }
        return ids.stream().limit(MOST_IDS).toList();
    }
}
