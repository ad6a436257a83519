package io.deskwire.mime.header;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates of mail (RFC 5322 section 3.3 with its obsolete forms), ISO 8601 and what programs print instead. */
public final class MailDates {

    private static final int LONGEST = 200;
    private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");
    private static final Pattern DOTTED = Pattern.compile("\\d{1,2}\\.\\d{2}(\\.\\d{2})?");
    private static final Pattern YEAR_FIRST = Pattern.compile("\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}");
    private static final Pattern YEAR_LAST = Pattern.compile("\\d{1,2}([-/.])\\d{1,2}\\1\\d{4}");
    private static final Pattern COMPACT =
            Pattern.compile("(\\d{4})(\\d{2})(\\d{2})[T ](\\d{2})(\\d{2})(\\d{2})?(Z|[+-]\\d{4})?");

    private MailDates() {}

    /** The moment a Date field names, or null when it names none. A date without a zone counts as UTC. */
    public static @Nullable Instant parse(String field) {
        String text = withoutComments(field.substring(0, Math.min(field.length(), LONGEST)))
                .replace("\"", "")
                .strip();
        try {
            Instant iso = iso(text);
            if (iso == null) {
                iso = digitsAlone(text);
            }
            if (iso != null) {
                return iso;
            }
            return new Reading(words(DateNames.western(text))).instant();
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Instant iso(String text) {
        if (text.length() < 16 || text.charAt(4) != '-') {
            return null;
        }
        String joined = text.charAt(10) == ' ' ? text.substring(0, 10) + "T" + text.substring(11) : text;
        String bare = joined.replace(" ", "");
        try {
            return OffsetDateTime.parse(bare).toInstant();
        } catch (DateTimeParseException e) {
            try {
                int zone = bare.length() > 5 ? bare.length() - 5 : 0;
                boolean numeric = zone > 11 && (bare.charAt(zone) == '+' || bare.charAt(zone) == '-');
                return numeric
                        ? OffsetDateTime.parse(bare.substring(0, zone + 3) + ":" + bare.substring(zone + 3))
                                .toInstant()
                        : LocalDateTime.parse(bare).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException again) {
                return null;
            }
        }
    }

    /** Seconds since 1970, milliseconds since then, or ISO 8601 without its punctuation. */
    private static @Nullable Instant digitsAlone(String text) {
        Matcher compact = COMPACT.matcher(text);
        if (compact.matches()) {
            int[] v = new int[6];
            for (int i = 0; i < v.length; i++) {
                String digits = compact.group(i + 1);
                v[i] = digits == null ? 0 : Integer.parseInt(digits);
            }
            ZoneOffset zone = compact.group(7) == null || compact.group(7).equals("Z")
                    ? ZoneOffset.UTC
                    : ZoneOffset.of(compact.group(7));
            return LocalDateTime.of(v[0], v[1], v[2], v[3], v[4], v[5]).toInstant(zone);
        }
        boolean counted =
                (text.length() == 10 || text.length() == 13) && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!counted || text.charAt(0) == '0') {
            return null;
        }
        long value = Long.parseLong(text);
        return text.length() == 10 ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : BETWEEN.split(text.toLowerCase(Locale.ROOT), -1)) {
            // 02-Jan-2006 and 2/Jan/2006 are three words; a zone's sign is none of these.
            boolean date =
                    word.length() > 6 && Character.isDigit(word.charAt(0)) && hasLetter(word) && word.indexOf(':') < 0;
            if (date) {
                words.addAll(List.of(word.split("[-/.]")));
            } else {
                words.add(word);
            }
        }
        words.replaceAll(MailDates::withoutLastDot);
        words.removeIf(String::isEmpty);
        return words;
    }

    private static String withoutLastDot(String word) {
        return word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
    }

    private static boolean hasLetter(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (Character.isLetter(word.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static String withoutComments(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
                out.append(' ');
            } else if (depth == 0) {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Words of a date, taken for what they look like rather than for where they stand. */
    private static final class Reading {
        private int day = -1;
        private int month = -1;
        private int year = -1;
        private int hour = -1;
        private int minute;
        private int second;
        private int offsetMinutes;
        private boolean zoned;
        private boolean afternoon;
        private boolean morning;

        Reading(List<String> words) {
            words.forEach(this::take);
        }

        private void take(String word) {
            if (day < 0 && slashed(word)) {
                return;
            }
            if (word.indexOf(':') > 0 && Character.isDigit(word.charAt(0))) {
                time(word);
            } else if ((word.charAt(0) == '+' || word.charAt(0) == '-') && hour >= 0 && word.length() > 1) {
                zone(word);
            } else if (word.chars().allMatch(Character::isDigit)) {
                number(word);
            } else if (word.equals("pm") || word.equals("p.m")) {
                afternoon = true;
            } else if (word.equals("am") || word.equals("a.m")) {
                morning = true;
            } else if (DateNames.zone(word) != DateNames.NONE) {
                if (!zoned) {
                    offsetMinutes = DateNames.zone(word);
                    zoned = true;
                }
            } else if (word.startsWith("gmt") || word.startsWith("utc")) {
                zone(word.substring(3));
            } else if (isDottedTime(word)) {
                time(word.replace('.', ':'));
            } else if (word.length() >= 3 && (month < 0 || hour < 0)) {
                // A weekday can look like a month ("mar."), but stands before it.
                int named = DateNames.month(word);
                month = named == DateNames.NONE ? month : named;
            }
        }

        private boolean isDottedTime(String word) {
            return hour < 0
                    && day >= 0
                    && word.length() <= 8
                    && DOTTED.matcher(word).matches();
        }

        /**
         * {@code 2026/02/28} and {@code 28.2.2026}. With slashes and the year behind, countries differ: then the order is
         * certain only where one number is too great for a month.
         */
        private boolean slashed(String word) {
            if (word.length() < 8 || word.length() > 10) {
                return false;
            }
            if (YEAR_FIRST.matcher(word).matches()) {
                String[] parts = word.split("[-/.]", 3);
                year = Integer.parseInt(parts[0]);
                month = Integer.parseInt(parts[1]);
                day = Integer.parseInt(parts[2]);
                return true;
            }
            if (!YEAR_LAST.matcher(word).matches()) {
                return false;
            }
            String[] parts = word.split("[-/.]", 3);
            int first = Integer.parseInt(parts[0]);
            int second = Integer.parseInt(parts[1]);
            boolean dayFirst = word.indexOf('.') > 0 || first > 12;
            if (dayFirst || second > 12 || first == second) {
                year = Integer.parseInt(parts[2]);
                day = dayFirst ? first : second;
                month = dayFirst ? second : first;
            }
            return true;
        }

        private void number(String digits) {
            int value = Integer.parseInt(digits.length() > 6 ? digits.substring(0, 6) : digits);
            if (day < 0 && value >= 1 && value <= 31 && (digits.length() <= 2 || digits.startsWith("0"))) {
                day = value;
            } else if (year < 0 && digits.length() <= 4) {
                // RFC 5322 section 4.3: two digits up to 49 are of this century, three count from 1900.
                year = digits.length() >= 4 ? value : value < 50 && digits.length() < 3 ? 2000 + value : 1900 + value;
            } else if (year >= 0 && hour >= 0 && digits.length() == 4) {
                zone("+" + digits);
            }
        }

        private void time(String word) {
            String[] parts = word.split(":", 4);
            hour = Integer.parseInt(leadingDigits(parts[0]));
            minute = parts.length > 1 ? Integer.parseInt(leadingDigits(parts[1])) : 0;
            second = parts.length > 2 ? Math.min(59, Integer.parseInt(leadingDigits(parts[2]))) : 0;
            String last = parts[parts.length - 1];
            int sign = Math.max(last.indexOf('+'), last.indexOf('-'));
            if (sign > 0) {
                zone(last.substring(sign));
            } else if (last.endsWith("pm")) {
                afternoon = true;
            } else if (last.endsWith("am")) {
                morning = true;
            }
        }

        private static String leadingDigits(String text) {
            int end = 0;
            while (end < text.length() && end < 3 && Character.isDigit(text.charAt(end))) {
                end++;
            }
            return text.substring(0, end);
        }

        private void zone(String word) {
            if (zoned && offsetMinutes != 0) {
                return;
            }
            String digits = word.replace(":", "").replace("+", "").replace("-", "");
            if (digits.isEmpty() || digits.length() > 4 || !digits.chars().allMatch(Character::isDigit)) {
                return;
            }
            int value = Integer.parseInt(digits);
            int minutes = digits.length() <= 2 ? value * 60 : value / 100 * 60 + value % 100;
            offsetMinutes = word.startsWith("-") ? -minutes : minutes;
            if (Math.abs(offsetMinutes) > 18 * 60) {
                offsetMinutes = 0;
            }
            zoned = true;
        }

        @Nullable Instant instant() {
            if (day < 0 || month < 0 || year < 0) {
                return null;
            }
            int h = Math.max(hour, 0);
            if (afternoon && h < 12) {
                h += 12;
            } else if (morning && h == 12) {
                h = 0;
            }
            // ISO 8601 once wrote the end of a day so.
            boolean midnight = h == 24 && minute == 0 && second == 0;
            return LocalDateTime.of(year, month, day, midnight ? 0 : h, minute, second)
                    .plusDays(midnight ? 1 : 0)
                    .toInstant(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));
        }
    }
}
