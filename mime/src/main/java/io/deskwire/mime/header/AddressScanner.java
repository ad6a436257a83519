package io.deskwire.mime.header;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts an address list into mailboxes in one pass; encoded words are not decoded here, so their commas do no harm. */
final class AddressScanner {

    /** A name and an address; the address is null where no angle brackets were found. */
    record Mailbox(String name, @Nullable String address, boolean angled) {}

    private static final int MOST = 2000;
    private static final int LONGEST_MEMBER = 320;

    private final String in;
    private final int lastQuote;
    private final int lastSemicolon;
    private int at;
    private final List<Mailbox> found = new ArrayList<>();
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder comment = new StringBuilder();
    private @Nullable String address;
    private boolean commentsBroken;
    private int nameLength;
    private boolean repaired;

    AddressScanner(String in) {
        this.in = in;
        this.lastQuote = in.lastIndexOf('"');
        this.lastSemicolon = in.lastIndexOf(';');
    }

    /** Whether the list was not as RFC 5322 has it. */
    boolean repaired() {
        return repaired;
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
                case '\u3001', '\uFF0C', '\uFF1B' -> {
                    at++;
                    if (address != null || (name.length() < LONGEST_MEMBER && name.indexOf("@") > 0)) {
                        repaired = true;
                        finish();
                    } else {
                        name.append(c);
                    }
                }
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
        nameLength = 0;
    }

    private void quoted() {
        if (at >= lastQuote) {
            // The last quote closes nothing: it means itself.
            at++;
            repaired = true;
            return;
        }
        int from = at;
        at++;
        boolean angle = false;
        StringBuilder text = new StringBuilder();
        while (at < in.length()) {
            char c = in.charAt(at++);
            if (c == '"') {
                break;
            }
            if (c == '\\' && at < in.length()) {
                c = in.charAt(at++);
            }
            angle |= c == '<';
            if (angle && c == '>' && endsMailbox(at)) {
                // A whole mailbox and a comma within quotes: the opening one closes nothing.
                repaired = true;
                at = from + 1;
                return;
            }
            text.append(c);
        }
        boolean local = at < in.length() && in.charAt(at) == '@';
        name.append(local ? in.substring(from, at) : text);
    }

    private boolean endsMailbox(int from) {
        int i = from;
        while (i < in.length() && in.charAt(i) == ' ') {
            i++;
        }
        return i < in.length() && (in.charAt(i) == ',' || in.charAt(i) == ';');
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
        repaired = true;
        int stop = from;
        while (stop < in.length() && "<,;".indexOf(in.charAt(stop)) < 0) {
            stop++;
        }
        (name.indexOf("@") > 0 ? comment : name).append(in, from + 1, stop);
        at = stop;
    }

    private void angle() {
        int open = at;
        repaired |= open + 1 < in.length() && in.charAt(open + 1) == '<';
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
        repaired |= i == in.length() || in.charAt(i) != '>';
        String inside = in.substring(open + 1, i).strip();
        at = i;
        while (at < in.length() && in.charAt(at) == '>') {
            at++;
        }
        if (inside.isEmpty()) {
            return;
        }
        if (address != null) {
            repaired = true;
            if (address.indexOf('@') < 0 && inside.indexOf('@') > 0) {
                // A directory's name for the person stands before the address.
                address = inside;
                return;
            }
            // Two addresses without a separator between them.
            String next = name.substring(nameLength);
            String aside = comment.toString().strip();
            String own = name.substring(0, nameLength).strip();
            found.add(new Mailbox(own.isEmpty() ? aside : own, address, true));
            reset();
            name.append(next);
        }
        address = inside;
        nameLength = name.length();
    }

    /** A group's name goes; its members stay (RFC 5322 section 3.4). */
    private void colon() {
        at++;
        if (name.length() > LONGEST_MEMBER) {
            // No name of a group is that long, and many colons must not cost its length each.
            name.append(':');
            return;
        }
        String text = name.toString().strip();
        if (text.equalsIgnoreCase("mailto") || text.equalsIgnoreCase("smtp")) {
            repaired = true;
            name.setLength(0);
        } else if (text.length() > 7 && text.regionMatches(true, text.length() - 7, "[mailto", 0, 7)) {
            // As Outlook prints a sender in the text of an answer, pasted into a header.
            repaired = true;
            name.setLength(name.lastIndexOf("["));
            name.append('[');
        } else if (address == null && text.indexOf('@') < 0 && startsGroup()) {
            name.setLength(0);
        } else {
            name.append(':');
        }
    }

    /** Whether a colon begins a group's list: the semicolon that ends it follows, or a bare address, or nothing. */
    private boolean startsGroup() {
        if (lastSemicolon > at) {
            return true;
        }
        int i = at;
        while (i < Math.min(in.length(), at + LONGEST_MEMBER)) {
            char c = in.charAt(i);
            if (c == '@') {
                return true;
            }
            if (c == '<' || c == ',' || c == ':') {
                return false;
            }
            i++;
        }
        return i == in.length();
    }

    /** Takes a whole encoded word, commas and quotes inside included. */
    private boolean encodedWord() {
        if (!in.startsWith("=?", at)) {
            return false;
        }
        int end = at + 2;
        int marks = 0;
        boolean angle = false;
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
            } else if ((c == '<' || c == '>') && marks < 2) {
                return false;
            } else if (c <= ' ' && (marks < 2 || angle)) {
                return false;
            }
            angle |= c == '<';
            end++;
        }
        return false;
    }
}
