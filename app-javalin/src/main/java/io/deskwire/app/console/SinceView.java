package io.deskwire.app.console;

import io.deskwire.json.ApiJson;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done to a message after it was written.
 *
 * @param reactions those that count
 * @param versions what it said before, oldest first; empty when it was never changed
 * @param text what it says now, or null when it was never changed
 * @param edited when it was last changed, or null
 * @param deleted when its author took it back, or null
 */
record SinceView(
        List<Reaction> reactions,
        List<Version> versions,
        @Nullable String text,
        @Nullable Moment edited,
        @Nullable Moment deleted) {

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

    SinceView {
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
                deleted);
    }

    private static Reaction reaction(Annotation annotation) {
        Address by = annotation.by();
        return new Reaction(String.valueOf(annotation.text()), by == null ? "somebody" : Words.name(by));
    }
}
