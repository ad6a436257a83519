package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What SendGrid means by an answer outside of 2xx. */
final class Refusals implements ProviderCalls.Dialect {

    private static final Duration CREDITS = Duration.ofHours(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    @Override
    public ChannelException refusal(HttpAnswer answer, Instant now) {
        String said = words(answer);
        return switch (answer.status()) {
            case 401 -> unauthorised(answer, now, said);
            case 403 ->
                ProviderCalls.general(answer, now, said)
                        .withHint(
                                "Verify the sender's address or authenticate its domain at SendGrid, give api_key the scope"
                                        + " it lacks, or let this machine's address through SendGrid's IP access list.");
            case 404, 405 ->
                ProviderCalls.general(answer, now, said)
                        .withHint("Check api_base_url: something else than SendGrid's API may have answered.");
            case 413 ->
                ChannelException.of(FailureKind.PERMANENT, "the message is too large for SendGrid")
                        .withCode("413")
                        .withHint("Send large files as links.");
            case 429 ->
                ChannelException.throttled("SendGrid's rate limit is used up", wait(answer, now))
                        .withCode("429");
            default -> ProviderCalls.general(answer, now, said);
        };
    }

    private static ChannelException unauthorised(HttpAnswer answer, Instant now, @Nullable String said) {
        if (said != null && said.toLowerCase(Locale.ROOT).contains("credits")) {
            return ChannelException.throttled("the account's credits at SendGrid are used up", CREDITS)
                    .withCode("401")
                    .withHint("Buy credits or wait for the next period; messages wait until then.");
        }
        return ProviderCalls.general(answer, now, said)
                .withHint("Check api_key: SendGrid does not take it, or not in this region.");
    }

    /** {@code {"errors":[{"message","field"}]}}, or the array alone; nothing of a page of a proxy's. */
    private static @Nullable String words(HttpAnswer answer) {
        Object tree;
        try {
            tree = Json.lenient().parse(answer.body());
        } catch (JsonException e) {
            return null;
        }
        Map<String, Object> object = Tree.object(tree);
        StringBuilder words = new StringBuilder();
        for (Object error : tree instanceof Map ? Tree.list(object, "errors") : Tree.list(tree)) {
            String message = Tree.text(Tree.object(error), "message");
            String field = Tree.text(Tree.object(error), "field");
            if (message != null) {
                words.append(words.isEmpty() ? "" : "; ")
                        .append(message)
                        .append(field == null ? "" : " [" + field + "]");
            }
        }
        // Errors repeat addresses, which have no place in logs and exceptions.
        return words.isEmpty() ? null : words.toString().replaceAll("[^\\s<>\"',;]+@[^\\s<>\"',;]+", "…");
    }

    /** {@code X-RateLimit-Reset} in seconds since 1970; counted from SendGrid's own clock while nobody told us the time. */
    private static @Nullable Duration wait(HttpAnswer answer, Instant now) {
        String reset = answer.header("x-ratelimit-reset").map(String::strip).orElse("");
        if (!reset.matches("[0-9]{1,11}")) {
            return answer.retryAfter(now).orElse(null);
        }
        Instant present = now.equals(Instant.EPOCH) ? date(answer) : now;
        if (present == null) {
            return null;
        }
        Duration wait = Duration.between(present, Instant.ofEpochSecond(Long.parseLong(reset)));
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static @Nullable Instant date(HttpAnswer answer) {
        try {
            return ZonedDateTime.parse(answer.header("date").orElse(""), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
