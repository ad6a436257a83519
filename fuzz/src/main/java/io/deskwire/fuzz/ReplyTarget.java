package io.deskwire.fuzz;

import io.deskwire.mime.PlainText;
import io.deskwire.mime.ReplyText;

/** What was written this time: never more than what stands there. */
public final class ReplyTarget {

    private ReplyTarget() {}

    /** {@code t} and a plain text, or {@code h} and HTML. */
    public static void fuzzerTestOneInput(byte[] data) {
        FuzzInput input = new FuzzInput(data);
        boolean html = input.mode("th") == 'h';
        String given = input.restText();
        if (html) {
            String text = PlainText.ofHtml(given);
            String reply = ReplyText.ofHtml(given, text);
            Expect.that(
                    reply == null || isWithin(reply, text),
                    () -> "the reply [" + reply + "] is no part of the HTML's text [" + text + "]");
        } else {
            String reply = ReplyText.ofText(given);
            Expect.that(
                    reply != null || given.isBlank() || given.chars().noneMatch(Character::isLetterOrDigit),
                    "a text of which no reply is left");
            Expect.that(
                    reply == null || isWithin(reply, given),
                    () -> "the reply [" + reply + "] is no part of the text [" + given + "]");
        }
    }

    /** Whether one is the other with something left out, blanks apart. */
    private static boolean isWithin(String part, String whole) {
        int at = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (isBlank(c)) {
                continue;
            }
            at = whole.indexOf(c, at) + 1;
            if (at == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }
}
