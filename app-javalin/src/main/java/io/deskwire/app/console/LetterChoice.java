package io.deskwire.app.console;

import io.deskwire.intake.DeadLetters;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters a page shows or a form means.
 *
 * @param reason exactly this one, or null for any
 * @param from given up then or later, or null
 * @param before given up earlier, or null
 */
record LetterChoice(
        @Nullable String reason,
        @Nullable Instant from,
        @Nullable Instant before) {

    /** As browsers' fields for date and time take it. */
    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm", Locale.ROOT);

    /** As the page's address says; times are in UTC, or as a form says them with the reader's zone beside. */
    static LetterChoice of(Context ctx) {
        return new LetterChoice(
                text(ctx.queryParam("reason")),
                time(ctx.queryParam("from"), ctx.queryParam("zone")),
                time(ctx.queryParam("before"), ctx.queryParam("zone")));
    }

    /** As a form of the page says. */
    static LetterChoice ofForm(Context ctx) {
        return new LetterChoice(
                text(ctx.formParam("reason")), time(ctx.formParam("from"), null), time(ctx.formParam("before"), null));
    }

    private static @Nullable String text(@Nullable String given) {
        return given == null || given.isBlank() ? null : given;
    }

    private static @Nullable Instant time(@Nullable String given, @Nullable String zone) {
        if (given == null || given.isBlank()) {
            return null;
        }
        try {
            return given.endsWith("Z") ? Instant.parse(given) : SendTime.of(given, zone == null ? "" : zone);
        } catch (DateTimeException | TemplatePick.Mistake e) {
            throw new BadRequestResponse("The time cannot be understood.");
        }
    }

    boolean isAll() {
        return reason == null && from == null && before == null;
    }

    DeadLetters.Filter filter() {
        return new DeadLetters.Filter(reason, from, before);
    }

    /** For addresses and for hidden fields. */
    Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        if (reason != null) {
            given.put("reason", reason);
        }
        if (from != null) {
            given.put("from", from.toString());
        }
        if (before != null) {
            given.put("before", before.toString());
        }
        return given;
    }

    String address(String page) {
        String address = page;
        for (Map.Entry<String, String> entry : given().entrySet()) {
            address = Addresses.with(address, entry.getKey(), entry.getValue());
        }
        return address;
    }

    /** The start of the range for a field of a form, in UTC; a script of ours shows it in the reader's zone. */
    String fromField() {
        return field(from);
    }

    String beforeField() {
        return field(before);
    }

    private static String field(@Nullable Instant at) {
        return at == null ? "" : FIELD.format(at.atOffset(ZoneOffset.UTC));
    }
}
