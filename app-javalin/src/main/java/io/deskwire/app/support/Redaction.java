package io.deskwire.app.support;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of texts and documents what may be a customer's: addresses, numbers, words that somebody quotes. Rather too much than
 * too little.
 */
final class Redaction {

    /** Longer reasons repeat what somebody's server said. */
    private static final int LONGEST = 200;

    private static final int DIGITS = 7;

    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s<>()\\[\\],;:\"']{1,200}@[^\\s<>()\\[\\],;:\"']{1,200}");
    private static final Pattern LINK = Pattern.compile("(https?)://[^\\s<>\"']{1,500}");
    private static final Pattern QUOTED = Pattern.compile(
            "\"[^\"]*\"|(?<![\\p{L}\\p{N}])'[^']*'(?![\\p{L}\\p{N}])|“[^”]*”|„[^“”]*[“”]|«[^»]*»|`[^`]*`");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9][0-9 ().-]{4,20}[0-9]");

    private Redaction() {}

    /** A reason as programs word it. */
    static @Nullable String reason(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String plain = QUOTED.matcher(text.replaceAll("\\p{Cntrl}", " ")).replaceAll("<quoted>");
        plain = LINK.matcher(plain).replaceAll("<link>");
        plain = ADDRESS.matcher(plain).replaceAll("<address>");
        plain = NUMBER.matcher(plain)
                .replaceAll(found -> isSomebodys(found.group()) ? "<number>" : Matcher.quoteReplacement(found.group()));
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }

    /** A document with the names of its fields, and with those of its values that can be nobody's. */
    static Map<String, @Nullable Object> document(Map<String, Object> document) {
        Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
        document.forEach((name, value) -> redacted.put(name, value(value)));
        return redacted;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
            map.forEach((name, inner) -> redacted.put(key(String.valueOf(name)), value(inner)));
            return redacted;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> redacted = new ArrayList<>();
            list.forEach(inner -> redacted.add(value(inner)));
            return redacted;
        }
        return value instanceof String text ? text(text) : value;
    }

    /** Codes of servers are shorter than numbers of telephones, orders and accounts. */
    private static boolean isSomebodys(String number) {
        return number.chars().filter(Character::isDigit).count() >= DIGITS;
    }

    private static String key(String name) {
        return name.matches("[A-Za-z0-9_.-]{1,64}") ? name : "<name>";
    }

    /** Hosts, folders and names of templates help; addresses, phone numbers and sentences are somebody's. */
    private static String text(String text) {
        if (LINK.matcher(text).matches()) {
            int host = text.indexOf("://") + 3;
            int path = text.indexOf('/', host);
            String origin = path < 0 ? text : text.substring(0, path);
            return (origin.indexOf('@') < 0 ? origin : "<link>") + (path < 0 ? "" : "/…");
        }
        if (ADDRESS.matcher(text).find()) {
            return "<address>";
        }
        if (NUMBER.matcher(text).results().anyMatch(found -> isSomebodys(found.group()))) {
            return "<number>";
        }
        return text.matches("[\\p{L}\\p{N}_.:/*-]{0,100}") ? text : "<text of " + text.length() + " characters>";
    }
}
