package io.deskwire.jdbc;

import io.deskwire.work.Page;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Where a list ordered by time and id goes on; opaque to its callers. */
record PageCursor(Instant at, String id) {

    /** @throws IllegalArgumentException when it is none of ours */
    static PageCursor parse(String text) {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        int space = plain.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("not a cursor of this list");
        }
        long micros = Long.parseLong(plain.substring(0, space));
        return new PageCursor(
                Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000),
                plain.substring(space + 1));
    }

    private String text() {
        String plain = Dialect.micros(at) + " " + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes a page of one item more than asked for, which tells whether there is another page. */
    static <T> Page<T> page(List<T> items, int limit, Function<T, PageCursor> position) {
        if (items.size() <= limit) {
            return new Page<>(items, null);
        }
        List<T> shown = items.subList(0, limit);
        return new Page<>(shown, position.apply(shown.get(limit - 1)).text());
    }
}
