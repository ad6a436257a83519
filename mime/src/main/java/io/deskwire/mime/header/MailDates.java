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
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates of mail (RFC 5322 section 3.3 with its obsolete forms), ISO 8601 and what programs print instead. */
public final class MailDates {

    private static final int LONGEST = 200;
    private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");
    private static final Pattern DOTTED = Pattern.compile("\\d{1,2}\\.\\d{2}(\\.\\d{2})?");
    private static final Pattern SLASHED = Pattern.compile("\\d{4}[/.]\\d{1,2}[/.]\\d{1,2}");

    private static final Map<String, Integer> MONTHS = Map.ofEntries(
            Map.entry("jan", 1),
            Map.entry("feb", 2),
            Map.entry("mar", 3),
            Map.entry("apr", 4),
            Map.entry("may", 5),
            Map.entry("jun", 6),
            Map.entry("jul", 7),
            Map.entry("aug", 8),
            Map.entry("sep", 9),
            Map.entry("oct", 10),
            Map.entry("nov", 11),
            Map.entry("dec", 12),
            Map.entry("mai", 5),
            Map.entry("okt", 10),
            Map.entry("dez", 12),
            Map.entry("mrz", 3),
            Map.entry("ene", 1),
            Map.entry("gen", 1),
            Map.entry("fév", 2),
            Map.entry("fev", 2),
            Map.entry("mrt", 3),
            Map.entry("avr", 4),
            Map.entry("abr", 4),
            Map.entry("mei", 5),
            Map.entry("mag", 5),
            Map.entry("jui", 6),
            Map.entry("giu", 6),
            Map.entry("lug", 7),
            Map.entry("aoû", 8),
            Map.entry("aou", 8),
            Map.entry("ago", 8),
            Map.entry("set", 9),
            Map.entry("ott", 10),
            Map.entry("out", 10),
            Map.entry("déc", 12),
            Map.entry("dic", 12),
            Map.entry("mär", 3));

    private static final Map<String, Integer> ZONES = Map.ofEntries(
            Map.entry("ut", 0),
            Map.entry("utc", 0),
            Map.entry("gmt", 0),
            Map.entry("z", 0),
            Map.entry("est", -300),
            Map.entry("edt", -240),
            Map.entry("cst", -360),
            Map.entry("cdt", -300),
            Map.entry("mst", -420),
            Map.entry("mdt", -360),
            Map.entry("pst", -480),
            Map.entry("pdt", -420),
            Map.entry("bst", 60),
            Map.entry("cet", 60),
            Map.entry("cest", 120),
            Map.entry("met", 60),
            Map.entry("mest", 120),
            Map.entry("eet", 120),
            Map.entry("eest", 180),
            Map.entry("wet", 0),
            Map.entry("west", 60),
            Map.entry("msk", 180),
            Map.entry("jst", 540),
            Map.entry("kst", 540),
            Map.entry("hkt", 480),
            Map.entry("sgt", 480),
            Map.entry("aest", 600),
            Map.entry("aedt", 660),
            Map.entry("nzst", 720),
            Map.entry("nzdt", 780),
            Map.entry("hst", -600),
            Map.entry("akst", -540),
            Map.entry("akdt", -480));

    private MailDates() {}

    /** The moment a Date field names, or null when it names none. A date without a zone counts as UTC. */
    public static @Nullable Instant parse(String field) {
        String text = withoutComments(field.substring(0, Math.min(field.length(), LONGEST)))
                .strip();
        Instant iso = iso(text);
        if (iso != null) {
            return iso;
        }
        try {
            return new Reading(words(text)).instant();
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
        words.removeIf(String::isEmpty);
        return words;
    }

    private static boolean hasLetter(String word) {
        return word.chars().anyMatch(Character::isLetter);
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
            } else if (word.equals("pm")) {
                afternoon = true;
            } else if (word.equals("am")) {
                morning = true;
            } else if (ZONES.containsKey(word)) {
                if (!zoned) {
                    offsetMinutes = ZONES.get(word);
                    zoned = true;
                }
            } else if (word.startsWith("gmt") || word.startsWith("utc")) {
                zone(word.substring(3));
            } else if (isDottedTime(word)) {
                time(word.replace('.', ':'));
            } else if (word.length() >= 3) {
                // A weekday can look like a month ("mar."), but stands before it.
                month = MONTHS.getOrDefault(word.substring(0, 3), month);
                month = word.startsWith("juil") ? 7 : month;
            }
        }

        private boolean isDottedTime(String word) {
            return hour < 0
                    && day >= 0
                    && word.length() <= 8
                    && DOTTED.matcher(word).matches();
        }

        /** {@code 2026/02/28}: the order is certain only with the year in front. */
        private boolean slashed(String word) {
            if (word.length() < 8
                    || word.length() > 10
                    || !SLASHED.matcher(word).matches()) {
                return false;
            }
            String[] parts = word.split("[/.]", 3);
            year = Integer.parseInt(parts[0]);
            month = Integer.parseInt(parts[1]);
            day = Integer.parseInt(parts[2]);
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
            return LocalDateTime.of(year, month, day, h, minute, second)
                    .toInstant(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));
        }
    }
}
