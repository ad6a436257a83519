package io.deskwire.mime.header;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts an address list into mailboxes in one pass; encoded words are not decoded here, so their commas do no harm. */
final class AddressScanner {

    /** A name and an address; the address is null where no angle brackets were found. */
    record Mailbox(String name, @Nullable String address, boolean angled) {}

    private static final int MOST = 2000;

    private final String in;
    private final int lastQuote;
    private int at;
    private final List<Mailbox> found = new ArrayList<>();
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder comment = new StringBuilder();
    private @Nullable String address;
    private boolean commentsBroken;

    AddressScanner(String in) {
        this.in = in;
        this.lastQuote = in.lastIndexOf('"');
    }

    List<Mailbox> mailboxes() {
        while (at < in.length() && found.size() < MOST) {
            char c = in.charAt(at);
            switch (c) {
                case ',', ';' -> {
                    at++;
                    finish();
                }
                case '"' -> quoted();
                case '(' -> {
                    if (commentsBroken) {
                        at++;
                    } else {
                        comment();
                    }
                }
                case '<' -> angle();
                case ':' -> colon();
                case '=' -> {
                    if (!encodedWord()) {
                        name.append(c);
                        at++;
                    }
                }
                default -> {
                    name.append(c);
                    at++;
                }
            }
        }
        finish();
        return found;
    }

    private void finish() {
        String text = name.toString().strip();
        if (text.isEmpty() || (address == null && comment.length() > 0 && text.indexOf('@') > 0)) {
            String aside = comment.toString().strip();
            if (!aside.isEmpty() && address == null && text.indexOf('@') > 0) {
                // "joe@example.org (Joe)": the oldest form of a display name.
                found.add(new Mailbox(aside, text, false));
                reset();
                return;
            }
            text = text.isEmpty() && address != null ? aside : text;
        }
        if (!text.isEmpty() || address != null) {
            found.add(new Mailbox(text, address, address != null));
        }
        reset();
    }

    private void reset() {
        name.setLength(0);
        comment.setLength(0);
        address = null;
    }

    private void quoted() {
        if (at >= lastQuote) {
            // The last quote closes nothing: it means itself.
            at++;
            return;
        }
        int from = at;
        at++;
        StringBuilder text = new StringBuilder();
        while (at < in.length()) {
            char c = in.charAt(at++);
            if (c == '"') {
                break;
            }
            if (c == '\\' && at < in.length()) {
                c = in.charAt(at++);
            }
            text.append(c);
        }
        boolean local = at < in.length() && in.charAt(at) == '@';
        name.append(local ? in.substring(from, at) : text);
    }

    private void comment() {
        int depth = 0;
        int from = at;
        while (at < in.length()) {
            char c = in.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                // Behind an address it is a name; inside one it is only an aside. Of several the last is the name.
                boolean inside = at < in.length() && " \t,;<>".indexOf(in.charAt(at)) < 0;
                if (!inside) {
                    comment.setLength(0);
                    comment.append(in, from + 1, at - 1);
                }
                return;
            }
        }
        // Never closed: not a comment but part of the name, and so are all that follow.
        commentsBroken = true;
        at = Math.min(at, in.length());
        int angle = in.indexOf('<', from);
        int stop = angle < 0 ? in.length() : angle;
        name.append(in, from + 1, stop);
        at = stop;
    }

    private void angle() {
        int open = at;
        while (open + 1 < in.length() && in.charAt(open + 1) == '<') {
            open++;
        }
        int i = open + 1;
        boolean quoted = false;
        while (i < in.length()) {
            char c = in.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted && in.indexOf('"', i + 1) > 0;
            } else if (!quoted && (c == '>' || c == ';' || c == '<')) {
                break;
            }
            i++;
        }
        i = Math.min(i, in.length());
        String inside = in.substring(open + 1, i).strip();
        at = i;
        while (at < in.length() && in.charAt(at) == '>') {
            at++;
        }
        if (inside.isEmpty()) {
            return;
        }
        if (address != null) {
            // Two addresses without a separator between them.
            found.add(new Mailbox(name.toString().strip(), address, true));
            reset();
        }
        address = inside;
    }

    /** A group's name goes; its members stay (RFC 5322 section 3.4). */
    private void colon() {
        at++;
        String text = name.toString().strip();
        if (address == null && text.indexOf('@') < 0 && !text.equalsIgnoreCase("mailto")) {
            name.setLength(0);
        } else if (!text.equalsIgnoreCase("mailto")) {
            name.append(':');
        } else {
            name.setLength(0);
        }
    }

    /** Takes a whole encoded word, commas and quotes inside included. */
    private boolean encodedWord() {
        if (!in.startsWith("=?", at)) {
            return false;
        }
        int end = at + 2;
        int marks = 0;
        int limit = Math.min(in.length(), at + 1000);
        while (end < limit) {
            char c = in.charAt(end);
            if (c == '?') {
                marks++;
                if (marks >= 3 && end + 1 < in.length() && in.charAt(end + 1) == '=') {
                    name.append(in, at, end + 2);
                    at = end + 2;
                    return true;
                }
            } else if (c == '<' || c == '>' || (c <= ' ' && marks < 2)) {
                return false;
            }
            end++;
        }
        return false;
    }
}
