package io.deskwire.app.explain;

import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import io.deskwire.rules.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read from one stored mail, and why.
 *
 * @param message what a decoder read
 * @param kindEvidence what speaks for its kind
 * @param hints what can tie it to an earlier message, the most trusted first
 * @param rules what the given rules say; null when none were given, or rules are not asked about such a message
 * @param rulesGiven whether there were rules to ask
 * @param issues what was repaired or noticed
 */
record Reading(
        StoredMail mail,
        ParsedMessage message,
        List<String> kindEvidence,
        List<Hint> hints,
        @Nullable Verdict rules,
        boolean rulesGiven,
        List<Issue> issues) {
    Reading {
        kindEvidence = List.copyOf(kindEvidence);
        hints = List.copyOf(hints);
        issues = List.copyOf(issues);
    }

    /** What was written this time; the whole text where that cannot be told. */
    String replyText() {
        String reply = message.body().replyText();
        return reply == null ? message.body().text() : reply;
    }
}
