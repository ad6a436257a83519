package io.deskwire.rules;

import io.deskwire.message.MessageKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words that conditions know, so that a misspelt one is a problem and not a rule that never applies. */
final class KnownWords {

    /** What rules are asked about; reactions and the network's own news never come this far. */
    static final Set<String> KINDS = Arrays.stream(MessageKind.values())
            .filter(kind -> kind != MessageKind.REACTION && kind != MessageKind.SYSTEM)
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    static final Set<String> CONVERSATIONS = Set.of("new", "known");
    static final Set<String> METHODS = Set.of("spf", "dkim", "dmarc");
    static final Set<String> VERDICTS =
            Set.of("pass", "fail", "softfail", "neutral", "none", "policy", "temperror", "permerror", "unknown");
    static final Set<String> WHATSAPP_TYPES = Set.of(
            "text",
            "image",
            "audio",
            "video",
            "document",
            "sticker",
            "location",
            "contacts",
            "interactive",
            "button",
            "order",
            "unsupported");
    static final Set<String> LANGUAGES = languages();

    private KnownWords() {}

    /** Given words in lower case; null when one of them is not known. */
    static @Nullable List<String> read(Place place, @Nullable List<String> given, Set<String> allowed) {
        if (given == null) {
            return null;
        }
        List<String> words =
                given.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        for (String word : words) {
            if (!allowed.contains(word)) {
                String known = allowed.equals(LANGUAGES)
                        ? "a two-letter code of ISO 639 such as de, or unknown"
                        : "one of " + String.join(", ", new TreeSet<>(allowed));
                place.wrong("must be " + known);
                return null;
            }
        }
        return words;
    }

    private static Set<String> languages() {
        Set<String> languages = new TreeSet<>(Set.of(Locale.getISOLanguages()));
        languages.add("he");
        languages.add("unknown");
        return languages;
    }
}
