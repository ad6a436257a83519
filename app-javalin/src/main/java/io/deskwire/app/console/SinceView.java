package io.deskwire.app.console;

import io.deskwire.json.ApiJson;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was done to a message after it was written.
 *
 * @param reactions those that count
 * @param versions what it said before, oldest first; empty when it was never changed
 * @param text what it says now, or null when it was never changed
 * @param edited when it was last changed, or null
 * @param deleted when its author took it back, or null
 * @param happenings what recipients did with it, the last of each kind and person
 */
record SinceView(
        List<Reaction> reactions,
        List<Version> versions,
        @Nullable String text,
        @Nullable Moment edited,
        @Nullable Moment deleted,
        List<Happening> happenings) {

    /**
     * An emoji on the message.
     *
     * @param by who put it there, in words
     */
    record Reaction(String emoji, String by) {}

    /**
     * An earlier wording.
     *
     * @param at when it was written, or null for the first one
     */
    record Version(String text, @Nullable Moment at) {}

    /**
     * Something that was done with the message.
     *
     * @param words such as "Opened by Zoe, 3 times"
     * @param link what was followed, or null
     */
    record Happening(String words, @Nullable String link, Moment at) {}

    SinceView {
        happenings = List.copyOf(happenings);
        reactions = List.copyOf(reactions);
        versions = List.copyOf(versions);
    }

    static SinceView of(List<Annotation> annotations, String original, Instant now) {
        List<Version> versions = new ArrayList<>();
        String text = null;
        Moment edited = null;
        Moment deleted = null;
        for (Annotation annotation : annotations) {
            Moment at = Moment.of(annotation.at(), now);
            if (annotation.kind() == Annotation.Kind.EDIT && annotation.text() != null) {
                versions.add(new Version(text == null ? original : text, edited));
                text = annotation.text();
                edited = at;
            } else if (annotation.kind() == Annotation.Kind.DELETION && deleted == null) {
                deleted = at;
            }
        }
        return new SinceView(
                ApiJson.reactions(annotations).stream().map(SinceView::reaction).toList(),
                versions,
                text,
                edited,
                deleted,
                happenings(annotations, now));
    }

    private static List<Happening> happenings(List<Annotation> annotations, Instant now) {
        Map<String, Happening> last = new LinkedHashMap<>();
        Map<String, Integer> times = new HashMap<>();
        for (Annotation annotation : annotations) {
            String words = words(annotation);
            if (words != null) {
                String link = annotation.kind() == Annotation.Kind.CLICKED ? annotation.text() : null;
                String key = words + " " + link;
                int count = times.merge(key, 1, Integer::sum);
                last.put(
                        key,
                        new Happening(
                                count == 1 ? words : words + ", " + count + " times, last",
                                link,
                                Moment.of(annotation.at(), now)));
            }
        }
        return List.copyOf(last.values());
    }

    private static @Nullable String words(Annotation annotation) {
        Address who = annotation.by();
        String by = who == null ? "somebody" : Words.name(who);
        return switch (annotation.kind()) {
            case DELAYED ->
                "Delayed on the way to " + by + (annotation.text() == null ? "" : " (" + annotation.text() + ")");
            case OPENED -> annotation.text() == null ? "Opened by " + by : "Opened by a machine that reads for " + by;
            case CLICKED -> "Link followed by " + by;
            case UNSUBSCRIBED -> "Unsubscribed by " + by;
            case NOT_ANSWERED -> "Not acknowledged: " + annotation.text();
            case REACTION, EDIT, DELETION -> null;
        };
    }

    private static Reaction reaction(Annotation annotation) {
        Address by = annotation.by();
        return new Reaction(String.valueOf(annotation.text()), by == null ? "somebody" : Words.name(by));
    }
}
