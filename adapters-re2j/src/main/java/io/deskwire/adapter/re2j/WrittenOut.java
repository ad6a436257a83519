package io.deskwire.adapter.re2j;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large an expression becomes when its counted repetitions are written out, estimated in one pass over its text. RE2/J limits a
 * count to 1,000 but not counts of counts: a few characters come to a million instructions, and to as much memory.
 */
final class WrittenOut {

    private final String text;
    private final long most;
    private final Deque<Long> groups = new ArrayDeque<>();
    private long total;
    private long last;
    private int at;

    private WrittenOut(String text, long most) {
        this.text = text;
        this.most = most;
    }

    /**
     * Never less than what a valid expression has of atoms.
     *
     * @param most where counting may end
     */
    static long size(String expression, long most) {
        return new WrittenOut(expression, most).count();
    }

    private long count() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '\\' -> escape();
                case '[' -> set();
                case '(' -> groups.push(total);
                case ')' -> {
                    long before = groups.isEmpty() ? 0 : groups.pop();
                    last = total - before;
                }
                case '{' -> repetition();
                case '*', '+', '?', '|' -> total++;
                default -> atom();
            }
            if (total > most) {
                return total;
            }
        }
        return total;
    }

    private void atom() {
        total++;
        last = 1;
    }

    private void escape() {
        char c = at < text.length() ? text.charAt(at++) : '\\';
        boolean braced = (c == 'p' || c == 'P' || c == 'x') && at < text.length() && text.charAt(at) == '{';
        if (c == 'Q') {
            int end = text.indexOf("\\E", at);
            int until = end < 0 ? text.length() : end;
            total += until - at;
            last = 1;
            at = end < 0 ? until : end + 2;
            return;
        }
        if (braced) {
            int end = text.indexOf('}', at);
            at = end < 0 ? text.length() : end + 1;
        }
        atom();
    }

    /** A set of characters counts once, whatever is in it. */
    private void set() {
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            first = false;
            if (text.charAt(at) == '\\') {
                at += 2;
            } else if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
                at = text.indexOf(":]", at) + 2;
            } else {
                at++;
            }
        }
        at++;
        atom();
    }

    private void repetition() {
        int end = text.indexOf('}', at);
        String counts = end < 0 ? "" : text.substring(at, end);
        if (!counts.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
            // Not a repetition: these are characters.
            atom();
            return;
        }
        at = end + 1;
        long times = 1;
        for (String count : counts.split(",", -1)) {
            times = count.isEmpty() ? times : Math.max(times, Long.parseLong(count));
        }
        total += last * (times - 1);
        last *= times;
    }
}
