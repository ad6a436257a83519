package io.deskwire.mime.parse;

import io.deskwire.mime.html.HtmlText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the texts of a message and chooses what a person reads (RFC 2046 section 5.1). */
final class BodyParts {

    /** Texts one behind the other; most often there is one, which is not copied. */
    private static final class Rendering {
        private String first = "";
        private @Nullable StringBuilder all;

        void add(String content, String between) {
            if (content.isEmpty()) {
                return;
            }
            if (all == null && first.isEmpty()) {
                first = content;
                return;
            }
            if (all == null) {
                all = new StringBuilder(first);
            }
            all.append(between).append(content);
        }

        @Override
        public String toString() {
            return all == null ? first : all.toString();
        }
    }

    /** One piece of the letter, in one or both forms. */
    private static final class Segment {
        final @Nullable Container alternative;
        final Map<Integer, Rendering> texts = new TreeMap<>();
        final Map<Integer, Rendering> htmls = new TreeMap<>();

        Segment(@Nullable Container alternative) {
            this.alternative = alternative;
        }

        @Nullable String text() {
            return joined(texts);
        }

        @Nullable String html() {
            return joined(htmls);
        }

        boolean hasHtml() {
            return htmls.values().stream().anyMatch(html -> !html.toString().isBlank());
        }

        /** Renderings of one type should be one; where there are more, none is dropped. */
        private static @Nullable String joined(Map<Integer, Rendering> renderings) {
            if (renderings.isEmpty()) {
                return null;
            }
            if (renderings.size() == 1) {
                String only = renderings.values().iterator().next().toString();
                return only.isBlank() ? null : only;
            }
            Set<String> distinct = new LinkedHashSet<>();
            for (Rendering each : renderings.values()) {
                String rendering = each.toString();
                if (!isEmpty(rendering)) {
                    distinct.add(rendering);
                }
            }
            return distinct.isEmpty() ? null : String.join("\n\n", distinct);
        }
    }

    private final List<Segment> segments = new ArrayList<>();
    private final HtmlText toText;

    BodyParts(HtmlText toText) {
        this.toText = toText;
    }

    void add(Leaf leaf, boolean html, String content) {
        Container alternative = null;
        int rendering = 0;
        int child = leaf.childIndex();
        for (Container c = leaf.container(); c != null; c = c.parent) {
            if (c.is("alternative")) {
                alternative = c;
                rendering = child;
            }
            child = c.childIndex;
        }
        Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        if (last == null || alternative == null || last.alternative != alternative) {
            last = new Segment(alternative);
            segments.add(last);
        }
        (html ? last.htmls : last.texts)
                .computeIfAbsent(rendering, r -> new Rendering())
                .add(content, html ? "\n" : "\n\n");
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    /** Every text as it stands in the message. */
    List<String> pieces() {
        List<String> pieces = new ArrayList<>();
        for (Segment segment : segments) {
            segment.texts.values().forEach(text -> pieces.add(text.toString()));
            segment.htmls.values().forEach(html -> pieces.add(html.toString()));
        }
        return pieces;
    }

    /** The HTML of the whole letter; plain pieces between HTML ones are put into it. Null when it has none. */
    @Nullable String html() {
        if (segments.size() == 1) {
            return segments.get(0).html();
        }
        boolean any = segments.stream().anyMatch(Segment::hasHtml);
        if (!any) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        String said = null;
        for (Segment segment : segments) {
            String html = segment.html();
            String text = segment.text();
            if (out.length() > 0) {
                out.append('\n');
            }
            if (html != null) {
                if (said != null && isSame(said, toText.of(html))) {
                    // Text and HTML of one letter, put side by side instead of into an alternative.
                    out.setLength(0);
                }
                out.append(html);
                said = null;
            } else if (text != null && !text.isBlank()) {
                out.append(HtmlText.escaped(text));
                said = out.length() == 0 || segments.indexOf(segment) == 0 ? text : null;
            }
        }
        return out.toString();
    }

    /** The text of the whole letter, from the HTML where a piece has only that. */
    String text() {
        StringBuilder out = new StringBuilder();
        String previousText = null;
        for (Segment segment : segments) {
            String own = segment.text();
            String html = segment.html();
            String text = own != null && (html == null || !(isEmpty(own) || LooksHtml.is(own)))
                    ? own
                    : html == null ? "" : toText.of(html);
            String trimmed = stripEnd(text);
            if (trimmed.isEmpty() || (own == null && previousText != null && isSame(previousText, trimmed))) {
                continue;
            }
            if (out.length() > 0) {
                out.append("\n\n");
            }
            out.append(trimmed);
            previousText = own == null ? null : trimmed;
        }
        return out.toString();
    }

    private static boolean isSame(String a, String b) {
        return bare(a).equals(bare(b));
    }

    /** Whether nothing can be seen: some programs put one no-break space where the text should be. */
    private static boolean isEmpty(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && c != '\u00A0' && c != '\u200B' && c != '\uFEFF') {
                return false;
            }
        }
        return true;
    }

    private static String bare(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && c != '\u00A0') {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) <= ' ') {
            end--;
        }
        int start = 0;
        while (start < end && (text.charAt(start) == '\n' || text.charAt(start) == '\r')) {
            start++;
        }
        return text.substring(start, end);
    }
}
