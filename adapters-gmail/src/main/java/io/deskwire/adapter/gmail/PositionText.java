package io.deskwire.adapter.gmail;

import io.deskwire.adapter.gmail.Position.Listing;
import io.deskwire.adapter.gmail.Position.Report;
import io.deskwire.adapter.gmail.Position.Trouble;
import io.deskwire.adapter.gmail.Position.Why;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A position as text: {@code v1;h=HISTORY;g=GOOD} and what else there is, times in seconds. */
final class PositionText {

    private PositionText() {}

    static String of(Position position) {
        StringBuilder text = new StringBuilder("v1");
        put(text, "a", position.account() == null ? null : encoded(position.account()));
        put(text, "h", position.history());
        put(text, "g", seconds(position.good()));
        put(text, "f", seconds(position.floor()));
        list(text, "b", position.labels().stream().map(PositionText::encoded).toList());
        Listing listing = position.listing();
        if (listing != null) {
            put(text, "l", seconds(listing.from()));
            put(text, "n", listing.found());
            put(text, "w", name(listing.why()));
            put(text, "s", seconds(listing.since()));
        }
        Report report = position.report();
        if (report != null) {
            put(text, "rw", name(report.why()));
            put(text, "rs", seconds(report.since()));
            put(text, "rn", report.found());
        }
        list(text, "p", position.pending());
        list(
                text,
                "t",
                position.troubles().stream()
                        .map(one ->
                                one.id() + ":" + seconds(one.since()) + ":" + seconds(one.last()) + ":" + one.tries())
                        .toList());
        return text.toString();
    }

    private static void put(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(';').append(name).append('=').append(value);
        }
    }

    private static void list(StringBuilder text, String name, List<String> values) {
        if (!values.isEmpty()) {
            put(text, name, String.join(",", values));
        }
    }

    private static @Nullable Long seconds(@Nullable Instant time) {
        return time == null ? null : time.getEpochSecond();
    }

    private static String name(Why why) {
        return why.name().toLowerCase(Locale.ROOT);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    static @Nullable Position parse(String text) {
        String[] parts = text.split(";", -1);
        if (!parts[0].equals("v1")) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int sign = parts[i].indexOf('=');
            if (sign > 0) {
                values.put(parts[i].substring(0, sign), parts[i].substring(sign + 1));
            }
        }
        try {
            return position(values);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Position position(Map<String, String> values) {
        String history = values.get("h");
        Instant good = time(values.get("g"));
        if (history == null || good == null) {
            return null;
        }
        String account = values.get("a");
        List<Trouble> troubles = new ArrayList<>();
        for (String one : list(values.get("t"))) {
            String[] words = one.split(":", -1);
            troubles.add(new Trouble(words[0], instant(words[1]), instant(words[2]), Integer.parseInt(words[3])));
        }
        return new Position(
                account == null ? null : decoded(account),
                new BigInteger(history),
                good,
                time(values.get("f")),
                list(values.get("b")).stream().map(PositionText::decoded).toList(),
                listing(values),
                report(values),
                list(values.get("p")),
                troubles);
    }

    private static @Nullable Listing listing(Map<String, String> values) {
        Instant from = time(values.get("l"));
        if (from == null) {
            return null;
        }
        Instant since = time(values.get("s"));
        Why why = since == null ? Why.FIRST : Why.GAP;
        return new Listing(from, why(values.get("w"), why), since, count(values.get("n")));
    }

    private static @Nullable Report report(Map<String, String> values) {
        String why = values.get("rw");
        return why == null ? null : new Report(why(why, Why.GAP), time(values.get("rs")), count(values.get("rn")));
    }

    private static Why why(@Nullable String name, Why absent) {
        return name == null ? absent : Why.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static int count(@Nullable String number) {
        return number == null ? 0 : Integer.parseInt(number);
    }

    private static List<String> list(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    private static @Nullable Instant time(@Nullable String seconds) {
        return seconds == null ? null : instant(seconds);
    }

    private static Instant instant(String seconds) {
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }
}
