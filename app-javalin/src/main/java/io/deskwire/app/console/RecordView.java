package io.deskwire.app.console;

import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.Issue;
import io.deskwire.rules.Verdict;
import io.deskwire.threading.Decision;
import io.deskwire.threading.Signal;
import io.deskwire.threading.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The decision record of a message as a person reads it, in parts. */
record RecordView(List<Part> parts) {

    /** Facts that belong together. */
    record Part(String title, List<Fact> facts) {
        Part {
            facts = List.copyOf(facts);
        }
    }

    /**
     * One fact.
     *
     * @param term what it is about
     * @param chip a verdict on it, or null
     * @param text in words, may be empty
     * @param code what was seen, as it was seen; or null
     */
    record Fact(
            String term,
            @Nullable Chip chip,
            String text,
            @Nullable String code) {}

    RecordView {
        parts = List.copyOf(parts);
    }

    /**
     * @param kindEvidence what speaks for the message's kind
     */
    static RecordView of(StoredMessage.Inbound stored, List<String> kindEvidence) {
        return new RecordView(List.of(
                new Part("What it is", kind(stored.message(), kindEvidence)),
                new Part("Where it was filed", filing(stored.decision())),
                new Part("Rules", rules(stored.decision().rules())),
                new Part("Who sent it", sender(stored.message())),
                new Part("What was read", reading(stored.message()))));
    }

    private static List<Fact> kind(InboundMessage message, List<String> evidence) {
        List<Fact> facts = new ArrayList<>();
        Chip kind = Words.kind(message.kind());
        facts.add(new Fact("Kind", kind == null ? new Chip("Message", Tone.ACCENT) : kind, "", null));
        evidence.forEach(line -> facts.add(new Fact("Because of", null, "", line)));
        Automation automation = message.parsed().automation();
        if (automation.autoSubmitted() != Automation.AutoSubmitted.NO) {
            facts.add(fact("Written by", word(automation.autoSubmitted())));
        }
        if (automation.suppressAutoResponse()) {
            facts.add(fact("Asks for", "no automatic answer"));
        }
        if (automation.listId() != null) {
            facts.add(new Fact("Mailing list", null, "", automation.listId()));
        }
        return facts;
    }

    private static List<Fact> filing(Decision decision) {
        List<Fact> facts = new ArrayList<>();
        facts.add(fact("Outcome", Words.outcome(decision.outcome())));
        for (Signal signal : decision.signals()) {
            facts.add(new Fact(
                    Words.signal(signal.type()),
                    signal.accepted() ? new Chip("Accepted", Tone.GOOD) : new Chip("Not accepted", Tone.CALM),
                    signal.reason(),
                    signal.evidence()));
        }
        if (decision.signals().isEmpty()) {
            facts.add(fact("Signals", "none: nothing in it points to an earlier message"));
        }
        decision.notes().forEach(note -> facts.add(fact("Noted", note)));
        return facts;
    }

    private static List<Fact> rules(Verdict verdict) {
        List<Fact> facts = new ArrayList<>();
        facts.add(
                switch (verdict.outcome()) {
                    case PASS ->
                        verdict.matched().isEmpty()
                                ? fact("Outcome", "no rule of the tenant's applied")
                                : new Fact("Outcome", new Chip("Passed", Tone.GOOD), "", null);
                    case DROP -> new Fact("Outcome", new Chip("Dropped", Tone.WAIT), verdict.line(), null);
                    case QUARANTINE -> new Fact("Outcome", new Chip("Held", Tone.BAD), verdict.line(), null);
                });
        verdict.matched().forEach(rule -> facts.add(fact("Rule that applied", rule)));
        if (!verdict.fields().isEmpty()) {
            DomainJson.toTree(verdict.fields())
                    .forEach((name, value) -> facts.add(fact("Sets " + name.replace('_', ' '), words(value))));
        }
        return facts;
    }

    private static List<Fact> sender(InboundMessage message) {
        List<Fact> facts = new ArrayList<>();
        Address from = message.from();
        facts.add(fact("From", from == null ? "nobody that can be read" : Words.names(List.of(from))));
        if (!message.parsed().people().replyTo().isEmpty()) {
            facts.add(fact("Reply to", Words.names(message.parsed().people().replyTo())));
        }
        if (message.envelope().sender() != null) {
            facts.add(new Fact(
                    "Envelope sender",
                    null,
                    message.envelope().sender().isEmpty() ? "the null sender, which machines use" : "",
                    message.envelope().sender().isEmpty()
                            ? null
                            : message.envelope().sender()));
        }
        message.envelope()
                .recipients()
                .forEach(recipient -> facts.add(new Fact("Envelope recipient", null, "", recipient)));
        Authentication verdicts = message.parsed().authentication();
        facts.add(verdict("SPF", verdicts.spf()));
        facts.add(verdict("DKIM", verdicts.dkim()));
        facts.add(verdict("DMARC", verdicts.dmarc()));
        return facts;
    }

    private static Fact verdict(String method, @Nullable String verdict) {
        if (verdict == null) {
            return fact(method, "nobody who is trusted said anything");
        }
        String word = verdict.strip().toLowerCase(Locale.ROOT);
        Tone tone = word.equals("pass") ? Tone.GOOD : word.contains("fail") ? Tone.BAD : Tone.CALM;
        return new Fact(method, new Chip(word, tone), "", null);
    }

    private static List<Fact> reading(InboundMessage message) {
        List<Fact> facts = new ArrayList<>();
        Body body = message.parsed().body();
        facts.add(fact(
                "Reply text",
                body.replyText() == null || body.confidence() == Body.Confidence.NONE
                        ? "the whole text: nothing tells a quote apart"
                        : body.replyText().length() + " of " + body.text().length() + " characters, confidence "
                                + word(body.confidence())));
        MessageViews.notes(message.parsed()).forEach(note -> facts.add(fact("Noted", note)));
        for (Issue issue : message.parsed().issues()) {
            facts.add(new Fact("Repaired", null, issue.detail(), issue.code()));
        }
        if (message.parsed().issues().isEmpty()) {
            facts.add(fact("Repaired", "nothing: it could be read as it came"));
        }
        return facts;
    }

    private static String words(Object value) {
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(String::valueOf).toList());
        }
        return value instanceof String text ? text : Json.write(value);
    }

    private static Fact fact(String term, String text) {
        return new Fact(term, null, text, null);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
