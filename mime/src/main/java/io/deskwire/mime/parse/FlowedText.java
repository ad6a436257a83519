package io.deskwire.mime.parse;

/** Joins the lines of {@code format=flowed} (RFC 3676), keeping quote depth. */
final class FlowedText {

    private FlowedText() {}

    static String join(String text, boolean delSp) {
        StringBuilder out = new StringBuilder(text.length());
        int depthOfOpen = -1;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            int lineEnd = end < 0 ? text.length() : end;
            int depth = 0;
            int from = at;
            while (from < lineEnd && text.charAt(from) == '>') {
                depth++;
                from++;
            }
            if (from < lineEnd && text.charAt(from) == ' ') {
                from++;
            }
            boolean signature = lineEnd - from == 3 && text.startsWith("-- ", from);
            boolean soft = !signature && lineEnd > from && text.charAt(lineEnd - 1) == ' ';
            // An empty line ends a paragraph, whatever blank the line before it ends in.
            boolean empty = lineEnd == from && depthOfOpen >= 0;
            if (depthOfOpen != depth || signature || empty) {
                if (depthOfOpen >= 0) {
                    out.append('\n');
                }
                out.append(">".repeat(Math.min(depth, 100)));
                if (depth > 0) {
                    out.append(' ');
                }
            }
            out.append(text, from, soft && delSp ? lineEnd - 1 : lineEnd);
            if (soft) {
                depthOfOpen = depth;
            } else {
                depthOfOpen = -1;
                if (end >= 0) {
                    out.append('\n');
                }
            }
            at = lineEnd + 1;
        }
        return out.toString();
    }
}
