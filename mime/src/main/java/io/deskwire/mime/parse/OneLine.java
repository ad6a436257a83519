package io.deskwire.mime.parse;

/** Decoded header text on one line: an encoded word can hold line breaks and control characters. */
final class OneLine {

    private OneLine() {}

    static String of(String text, int longest) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), longest));
        for (int i = 0; i < text.length() && out.length() < longest; i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == 0) {
                continue;
            }
            out.append(c == '\n' || c == '\t' ? ' ' : Character.isISOControl(c) ? ' ' : c);
        }
        return out.toString().strip();
    }
}
