package io.deskwire.app.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it stands in its conversation.
 *
 * @param domId the element's id
 * @param initial first letter of the author's name
 * @param author name, or address without one
 * @param address the author's address when a name stands before it, or null
 * @param to who it went to, or null when that goes without saying
 * @param event whether it tells of something that happened instead of something somebody said
 * @param kind what it is when it is no plain message, or null
 * @param notes what is to be known beside the text
 * @param quote what it answers or reacts to, where its author said so; or null
 * @param text shown as text; null when the HTML is shown in its place
 * @param html address of the cleaned HTML, or null
 * @param height which height of frame fits it
 * @param wholeText the whole text where {@code text} is only a part, or where HTML is shown; or null
 * @param since what was done to it since
 * @param raw address of the bytes as received, or null
 */
record MessageView(
        String domId,
        boolean inbound,
        boolean event,
        String initial,
        String author,
        @Nullable String address,
        @Nullable String to,
        Moment at,
        @Nullable Chip kind,
        List<String> notes,
        @Nullable QuoteView quote,
        @Nullable String text,
        @Nullable String html,
        String height,
        @Nullable String wholeText,
        List<FileView> files,
        SinceView since,
        @Nullable String raw,
        @Nullable DecisionView decision,
        List<String> issues,
        StatusView status) {

    private static final int FIRST_WORDS = 40;

    MessageView {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
        issues = List.copyOf(issues);
    }

    /** The message's own. */
    String id() {
        return domId.substring(domId.indexOf('-') + 1);
    }

    /** The first words, by which it is told from others. */
    String firstWords() {
        String whole = text != null && !text.isBlank() ? text : wholeText == null ? "" : wholeText;
        String line = whole.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= FIRST_WORDS
                ? line
                : line.substring(0, line.offsetByCodePoints(0, FIRST_WORDS)) + "…";
    }

    /** Pictures, sounds and films that stand in the conversation itself. */
    List<FileView> shown() {
        return files.stream().filter(file -> file.view() != null).toList();
    }

    /** Files that are named only. */
    List<FileView> named() {
        return files.stream().filter(file -> file.view() == null).toList();
    }

    /** Whether the author's HTML is what is read first. */
    boolean htmlFirst() {
        return html != null && text == null;
    }
}
