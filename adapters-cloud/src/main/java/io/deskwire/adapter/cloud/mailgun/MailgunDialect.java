package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Mailgun's refusals: {@code {"message":"…"}}, or plain text. */
final class MailgunDialect implements ProviderCalls.Dialect {

    /** As its servers say when to come back: {@code … try again after Mon, 01 Jan 2026 10:00:00 UTC}. */
    private static final Pattern AFTER = Pattern.compile(
            "after:? ([A-Z][a-z]{2}, [0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}) (?:GMT|UTC|\\+0000)");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss z", Locale.ROOT);
    private static final int MOST_SECONDS = 86_400;

    @Override
    public ChannelException refusal(HttpAnswer answer, Instant now) {
        Map<String, Object> body = object(answer);
        String said = Tree.text(body, "message");
        if (said == null) {
            said = plainText(answer);
        }
        if (answer.status() == 429) {
            return throttled(answer, body, said, now);
        }
        ChannelException failure = ProviderCalls.general(answer, now, said);
        return switch (answer.status()) {
            case 400 -> failure.withHint("Mailgun did not take the message as it is; what it says names the field.");
            case 401 -> failure.withHint("Check api_key, and region: a key of one region is unknown in the other.");
            case 402 -> as(FailureKind.AUTH, failure, "The account's plan or its payment does not allow this.");
            case 403 ->
                said != null && said.toLowerCase(Locale.ROOT).contains("sandbox")
                        ? as(
                                FailureKind.PERMANENT,
                                failure,
                                "A sandbox domain reaches only people who agreed to it; send from a domain of your own.")
                        : failure.withHint("The account or the domain may not send this.");
            // Mended by a person, and everything fails alike until then.
            case 404 -> as(FailureKind.AUTH, failure, "Check domain and region: a domain is known in one region only.");
            case 413 -> as(FailureKind.PERMANENT, failure, "The message is too large for Mailgun.");
            default -> failure;
        };
    }

    /** What stands at the root of its servers greets everybody, whatever was posted. */
    @Override
    public @Nullable ChannelException disguised(HttpAnswer answer) {
        boolean greeting = new String(answer.body(), StandardCharsets.UTF_8).contains("Mailgun Magnificent API");
        return greeting
                ? ChannelException.of(FailureKind.AUTH, "the provider's greeting answered in place of its API")
                        .withHint("Check api_base_url and domain: the address they make is none of Mailgun's.")
                : null;
    }

    private static ChannelException as(FailureKind kind, ChannelException failure, String hint) {
        return ChannelException.of(kind, Objects.requireNonNullElse(failure.getMessage(), kind.name()))
                .withCode(failure.code().orElse(null))
                .withHint(hint);
    }

    private static ChannelException throttled(
            HttpAnswer answer, Map<String, Object> body, @Nullable String said, Instant now) {
        Duration wait = answer.retryAfter(now).orElse(null);
        Integer seconds = seconds(body);
        if (wait == null && seconds != null) {
            wait = Duration.ofSeconds(seconds);
        }
        if (wait == null && said != null) {
            wait = after(said, now);
        }
        String words =
                "the provider answered HTTP 429" + (said == null ? "" : " (" + ProviderCalls.shortened(said) + ")");
        return ChannelException.throttled(words, wait == null ? Duration.ofMinutes(1) : wait)
                .withCode("429");
    }

    private static @Nullable Integer seconds(Map<String, Object> body) {
        String text = Tree.firstText(body, "retry-seconds", "retry_seconds");
        return text == null || !text.matches("[0-9]{1,6}")
                ? null
                : Integer.valueOf(Math.min(MOST_SECONDS, Integer.parseInt(text)));
    }

    private static @Nullable Duration after(String said, Instant now) {
        Matcher matcher = AFTER.matcher(said);
        if (!matcher.find()) {
            return null;
        }
        try {
            Duration wait = Duration.between(
                    now, ZonedDateTime.parse(matcher.group(1) + " GMT", DATE).toInstant());
            return wait.isNegative() || wait.toDays() > 1 ? null : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Map<String, Object> object(HttpAnswer answer) {
        try {
            return Json.lenient().parseObject(answer.body());
        } catch (JsonException e) {
            return Map.of();
        }
    }

    /** Nobody needs the page of a proxy. */
    private static @Nullable String plainText(HttpAnswer answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        return text.isEmpty() || text.startsWith("<") || text.startsWith("{") ? null : text;
    }
}
