package io.deskwire.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code when}: all conditions of an object must hold. */
final class ConditionReader {

    private static final Set<String> KNOWN = Set.of(
            "always",
            "all",
            "any",
            "not",
            "sender",
            "domain",
            "recipient",
            "subject",
            "body",
            "header",
            "size",
            "attachment",
            "kind",
            "language",
            "authentication",
            "spam",
            "whatsapp_type",
            "conversation");

    private final TextTestReader texts;
    private int count;

    ConditionReader(TextTestReader texts) {
        this.texts = texts;
    }

    TextTestReader texts() {
        return texts;
    }

    /** Null when something is wrong with it. */
    @Nullable Condition read(Place place, @Nullable Object value) {
        if (value == null) {
            place.wrong("is required; {\"always\": true} means every message");
            return null;
        }
        return all(place, value, 1);
    }

    private @Nullable Condition all(Place place, @Nullable Object value, int depth) {
        Map<String, Object> object = place.object(value, KNOWN);
        if (object == null) {
            return null;
        }
        if (object.isEmpty()) {
            place.wrong("names no condition; {\"always\": true} means every message");
            return null;
        }
        if (depth > RuleLimits.DEPTH) {
            place.wrong("is nested deeper than " + RuleLimits.DEPTH + " levels");
            return null;
        }
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, Object> entry : object.entrySet()) {
            Condition condition = one(entry.getKey(), place.field(entry.getKey()), entry.getValue(), depth);
            if (condition != null) {
                conditions.add(condition);
            }
        }
        return conditions.size() < object.size()
                ? null
                : candidate -> conditions.stream().allMatch(condition -> condition.holds(candidate));
    }

    private @Nullable Condition one(String name, Place place, @Nullable Object value, int depth) {
        if (++count > RuleLimits.CONDITIONS) {
            if (count == RuleLimits.CONDITIONS + 1) {
                place.wrong("is one too many: all rules together may have " + RuleLimits.CONDITIONS + " conditions");
            }
            return null;
        }
        return switch (name) {
            case "always" -> always(place, value);
            case "all" -> several(place, value, depth, true);
            case "any" -> several(place, value, depth, false);
            case "not" -> not(all(place, value, depth + 1));
            case "sender" -> text(texts.read(place, value, TextTest.Way.IS), Candidate::senders);
            case "domain" -> text(texts.read(place, value, TextTest.Way.UNDER), Candidate::domains);
            case "recipient" -> text(texts.read(place, value, TextTest.Way.IS), Candidate::recipients);
            case "subject" -> text(texts.read(place, value, TextTest.Way.CONTAINS), c -> List.of(c.subject()));
            case "body" -> text(texts.read(place, value, TextTest.Way.CONTAINS), c -> List.of(c.body()));
            case "header" -> header(place, value);
            case "size" -> size(place, value);
            case "attachment" -> new AttachmentReader(texts).read(place, value);
            case "kind" ->
                word(
                        place,
                        value,
                        KnownWords.KINDS,
                        c -> c.message().kind().name().toLowerCase(Locale.ROOT));
            case "language" -> word(place, value, KnownWords.LANGUAGES, Candidate::language);
            case "authentication" -> authentication(place, value);
            case "spam" -> spam(place, value);
            case "whatsapp_type" ->
                word(
                        place,
                        value,
                        KnownWords.WHATSAPP_TYPES,
                        c -> String.valueOf(c.particulars().networkType()).toLowerCase(Locale.ROOT));
            case "conversation" -> word(place, value, KnownWords.CONVERSATIONS, c -> c.isKnown() ? "known" : "new");
            default -> null;
        };
    }

    private static @Nullable Condition always(Place place, @Nullable Object value) {
        if (!Boolean.TRUE.equals(value)) {
            place.wrong("can only be true");
            return null;
        }
        return candidate -> true;
    }

    private @Nullable Condition several(Place place, @Nullable Object value, int depth, boolean every) {
        List<?> list = place.list(value, RuleLimits.CONDITIONS);
        if (list == null) {
            return null;
        }
        if (list.isEmpty()) {
            place.wrong("must not be empty");
            return null;
        }
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Condition condition = all(place.at(i), list.get(i), depth + 1);
            if (condition != null) {
                conditions.add(condition);
            }
        }
        if (conditions.size() < list.size()) {
            return null;
        }
        return every
                ? candidate -> conditions.stream().allMatch(condition -> condition.holds(candidate))
                : candidate -> conditions.stream().anyMatch(condition -> condition.holds(candidate));
    }

    private static @Nullable Condition not(@Nullable Condition condition) {
        return condition == null ? null : candidate -> !condition.holds(candidate);
    }

    private static @Nullable Condition text(@Nullable TextTest test, Function<Candidate, List<Shown>> of) {
        return test == null ? null : candidate -> test.passesAny(of.apply(candidate));
    }

    private @Nullable Condition word(
            Place place, @Nullable Object value, Set<String> allowed, Function<Candidate, String> of) {
        List<String> wanted = KnownWords.read(place, texts.several(place, value, RuleLimits.LONGEST_NAME), allowed);
        return wanted == null ? null : candidate -> wanted.contains(of.apply(candidate));
    }

    private @Nullable Condition header(Place place, @Nullable Object value) {
        Map<String, Object> object = place.object(value);
        if (object == null) {
            return null;
        }
        if (object.isEmpty()) {
            place.wrong("must name a header field");
            return null;
        }
        List<Condition> conditions = new ArrayList<>();
        object.forEach((name, test) -> {
            Place at = place.field(name);
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.matches("[!-9;-~]{1,100}")) {
                at.wrong("is not the name of a header field");
                return;
            }
            if (test instanceof Map<?, ?> map && map.containsKey("exists")) {
                Boolean exists = map.size() == 1 ? at.field("exists").bool(map.get("exists")) : null;
                if (map.size() > 1) {
                    at.wrong("must not say more beside exists");
                }
                if (exists != null) {
                    conditions.add(c -> c.headers(lower).isEmpty() != exists);
                }
                return;
            }
            Condition condition = text(texts.read(at, test, TextTest.Way.CONTAINS), c -> c.headers(lower));
            if (condition != null) {
                conditions.add(condition);
            }
        });
        return conditions.size() < object.size()
                ? null
                : candidate -> conditions.stream().allMatch(condition -> condition.holds(candidate));
    }

    private static @Nullable Condition size(Place place, @Nullable Object value) {
        Range range = Range.read(place, value);
        return range == null ? null : candidate -> range.holds((double) candidate.size());
    }

    private @Nullable Condition authentication(Place place, @Nullable Object value) {
        Map<String, Object> object = place.object(value, KnownWords.METHODS);
        if (object == null) {
            return null;
        }
        if (object.isEmpty()) {
            place.wrong("must have spf, dkim or dmarc");
            return null;
        }
        List<Condition> conditions = new ArrayList<>();
        object.forEach((method, wanted) -> {
            Condition condition = word(place.field(method), wanted, KnownWords.VERDICTS, c -> c.authentication(method));
            if (KnownWords.METHODS.contains(method) && condition != null) {
                conditions.add(condition);
            }
        });
        return conditions.size() < object.size()
                ? null
                : candidate -> conditions.stream().allMatch(condition -> condition.holds(candidate));
    }

    private static @Nullable Condition spam(Place place, @Nullable Object value) {
        if (value instanceof Boolean wanted) {
            return c -> c.spam().suspected() == wanted;
        }
        Map<String, Object> object = place.object(value, Set.of("score"));
        if (object == null || !object.containsKey("score")) {
            place.wrong("must be true, false, or an object with score");
            return null;
        }
        Range range = Range.read(place.field("score"), object.get("score"));
        return range == null
                ? null
                : c -> {
                    Double score = c.spam().score();
                    return score != null && range.holds(score);
                };
    }
}
