package io.deskwire.mime.calendar;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first event or task of an iCalendar file, property by property; time zones, alarms and what else is inside are skipped. */
final class CalendarFile {

    private static final int MOST_LINES = 5_000;

    /**
     * One content line (RFC 5545 section 3.1).
     *
     * @param parameters by lower-case name, without quotes
     * @param value still escaped
     */
    record Line(Map<String, String> parameters, String value) {}

    private final Map<String, Line> lines = new HashMap<>();
    private String method = "";
    private boolean task;

    private CalendarFile() {}

    static @Nullable CalendarFile read(String text) {
        CalendarFile file = new CalendarFile();
        String unfolded = text.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replace("\n ", "")
                .replace("\n\t", "");
        int depth = 0;
        boolean inside = false;
        int at = 0;
        for (int count = 0; at < unfolded.length() && count < MOST_LINES; count++) {
            int end = unfolded.indexOf('\n', at);
            String line =
                    unfolded.substring(at, end < 0 ? unfolded.length() : end).strip();
            at = end < 0 ? unfolded.length() : end + 1;
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("begin:")) {
                boolean wanted = lower.equals("begin:vevent") || lower.equals("begin:vtodo");
                if (wanted && !inside) {
                    inside = true;
                    file.task = lower.equals("begin:vtodo");
                } else if (inside) {
                    depth++;
                }
            } else if (inside && lower.startsWith("end:")) {
                if (depth == 0) {
                    return file;
                }
                depth--;
            } else if (inside && depth == 0) {
                file.add(line);
            } else if (!inside && lower.startsWith("method:")) {
                file.method = lower.substring(7).strip();
            }
        }
        return inside ? file : null;
    }

    String method() {
        return method;
    }

    boolean isTask() {
        return task;
    }

    @Nullable Line first(String name) {
        return lines.get(name);
    }

    @Nullable String value(String name) {
        Line line = lines.get(name);
        return line == null ? null : line.value();
    }

    /** A text value without its escapes (RFC 5545 section 3.3.11). */
    @Nullable String text(String name) {
        String value = value(name);
        if (value == null) {
            return null;
        }
        StringBuilder out = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                char next = value.charAt(++i);
                out.append(next == 'n' || next == 'N' ? '\n' : next);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private void add(String line) {
        int at = 0;
        while (at < line.length() && line.charAt(at) != ';' && line.charAt(at) != ':') {
            at++;
        }
        String name = line.substring(0, at).strip().toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new HashMap<>();
        while (at < line.length() && line.charAt(at) == ';') {
            int equals = line.indexOf('=', at);
            if (equals < 0) {
                return;
            }
            String parameter = line.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
            boolean quoted = equals + 1 < line.length() && line.charAt(equals + 1) == '"';
            int from = quoted ? equals + 2 : equals + 1;
            int end = from;
            while (end < line.length()
                    && (quoted ? line.charAt(end) != '"' : line.charAt(end) != ';' && line.charAt(end) != ':')) {
                end++;
            }
            parameters.putIfAbsent(parameter, line.substring(from, end));
            at = Math.min(line.length(), quoted ? end + 1 : end);
        }
        if (at < line.length()) {
            lines.putIfAbsent(name, new Line(parameters, line.substring(at + 1)));
        }
    }
}
