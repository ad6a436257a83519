package io.deskwire.mime.charset;

import io.deskwire.mime.repair.Repairs;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A header value with parameters, such as Content-Type (RFC 2045 section 5.1), with continuations and charsets after RFC
 * 2231 in all the forms mailers make of it.
 *
 * @param value what stands before the first parameter, lower-case, without comments
 * @param all parameters by lower-case name, decoded
 */
public record Parameters(String value, Map<String, String> all) {

    private static final int MOST = 200;

    public Parameters {
        all = Map.copyOf(all);
    }

    /** The parameter of this lower-case name, or null. */
    public @Nullable String get(String name) {
        return all.get(name);
    }

    /**
     * Reads a field body.
     *
     * @param latin1 the raw value, one byte a character
     * @param bodyCharset for raw 8-bit values, or null
     */
    public static Parameters parse(String latin1, @Nullable String bodyCharset, Repairs repairs) {
        ParameterScanner scanner = new ParameterScanner(latin1);
        String value = scanner.leadingValue();
        Map<String, String> plain = new LinkedHashMap<>();
        Map<String, List<Segment>> continued = new HashMap<>();
        ParameterScanner.@Nullable Pair pair;
        int count = 0;
        while ((pair = scanner.next()) != null) {
            if (++count > MOST) {
                repairs.note("too-many-parameters", value);
                break;
            }
            String name = pair.name().toLowerCase(Locale.ROOT);
            int star = name.indexOf('*');
            if (star <= 0) {
                plain.putIfAbsent(name, pair.value());
            } else {
                continued
                        .computeIfAbsent(name.substring(0, star), n -> new ArrayList<>())
                        .add(Segment.of(name.substring(star), pair.value()));
            }
        }
        if (scanner.repaired()) {
            repairs.note("bad-parameter", "");
        }
        Map<String, String> decoded = new LinkedHashMap<>();
        plain.forEach((name, raw) -> decoded.put(name, plainValue(raw, bodyCharset, repairs)));
        continued.forEach((name, segments) -> decoded.put(name, joined(segments, bodyCharset, repairs)));
        return new Parameters(value, decoded);
    }

    /** One piece of a continued value: {@code name*2*=…} is number 2, extended. */
    private record Segment(int number, boolean extended, String value) {
        static Segment of(String suffix, String value) {
            boolean extended = suffix.endsWith("*");
            String digits = suffix.replace("*", "");
            int number = 0;
            for (int i = 0; i < Math.min(digits.length(), 6); i++) {
                char c = digits.charAt(i);
                if (c >= '0' && c <= '9') {
                    number = number * 10 + (c - '0');
                }
            }
            return new Segment(number, extended, value);
        }
    }

    private static String plainValue(String raw, @Nullable String bodyCharset, Repairs repairs) {
        if (looksExtended(raw)) {
            repairs.note("parameter-without-star", "charset and percent signs in a plain parameter");
            return joined(List.of(new Segment(0, true, raw)), bodyCharset, repairs);
        }
        return EncodedWords.decode(MailCharsets.header(raw, bodyCharset, repairs), repairs);
    }

    /** {@code utf-8''a%20b}: RFC 2231's form without its star. */
    private static boolean looksExtended(String raw) {
        int quotes = raw.indexOf("''");
        return quotes > 1
                && quotes < 30
                && raw.indexOf('%', quotes) > 0
                && MailCharsets.named(raw.substring(0, quotes)) != null;
    }

    private static String joined(List<Segment> segments, @Nullable String bodyCharset, Repairs repairs) {
        List<Segment> sorted = new ArrayList<>(segments);
        sorted.sort(Comparator.comparingInt(Segment::number));
        String charset = null;
        boolean anyExtended = false;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean first = true;
        int expected = sorted.get(0).number();
        boolean starless =
                !sorted.get(0).extended() && looksExtended(sorted.get(0).value());
        for (Segment segment : sorted) {
            if (segment.number() > expected) {
                repairs.note("parameter-piece-missing", "");
            }
            expected = segment.number() + 1;
            String value = segment.value();
            boolean forgotten = !segment.extended() && (starless || (anyExtended && hasEscape(value)));
            if (forgotten) {
                repairs.note("parameter-without-star", "percent signs in a plain piece");
            }
            if (segment.extended() || forgotten) {
                if (first) {
                    int quote = value.indexOf('\'');
                    int second = quote < 0 ? -1 : value.indexOf('\'', quote + 1);
                    if (second < 0
                            && quote > 1
                            && quote < 40
                            && MailCharsets.named(value.substring(0, quote)) != null) {
                        repairs.note("bad-parameter", "one apostrophe instead of two");
                        second = quote;
                    }
                    if (second >= 0 && quote < 40) {
                        charset = value.substring(0, quote);
                        value = value.substring(second + 1);
                    }
                }
                anyExtended = true;
                percent(value, bytes);
            } else {
                byte[] raw = value.getBytes(StandardCharsets.ISO_8859_1);
                bytes.write(raw, 0, raw.length);
            }
            first = false;
        }
        byte[] all = bytes.toByteArray();
        if (anyExtended && charset != null && !charset.isEmpty()) {
            return MailCharsets.decode(all, all.length, charset, repairs);
        }
        String latin1 = new String(all, StandardCharsets.ISO_8859_1);
        return EncodedWords.decode(MailCharsets.header(latin1, bodyCharset, repairs), repairs);
    }

    private static boolean hasEscape(String value) {
        int percent = value.indexOf('%');
        return percent >= 0
                && percent + 2 < value.length()
                && Hex.value(value.charAt(percent + 1), value.charAt(percent + 2)) >= 0x80;
    }

    private static void percent(String value, ByteArrayOutputStream out) {
        int i = 0;
        while (i < value.length()) {
            char c = value.charAt(i);
            int b = c == '%' && i + 2 < value.length() ? Hex.value(value.charAt(i + 1), value.charAt(i + 2)) : -1;
            out.write(b >= 0 ? b : c);
            i += b >= 0 ? 3 : 1;
        }
    }
}
