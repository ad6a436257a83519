package io.deskwire.testkit.graph;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What somebody asks for who subscribes. */
record SubscriptionRequest(
        String resource,
        Set<String> changeTypes,
        String notificationUrl,
        @Nullable String lifecycleUrl,
        @Nullable String clientState,
        Instant expires) {

    private static final Duration SHORTEST = Duration.ofMinutes(45);
    private static final Set<String> KNOWN = Set.of("created", "updated", "deleted");

    static SubscriptionRequest of(Fields fields, Instant now, Duration longest) {
        Set<String> types = new LinkedHashSet<>();
        for (String type : demanded(fields, "changeType").split(",", -1)) {
            String word = type.strip().toLowerCase(Locale.ROOT);
            if (!KNOWN.contains(word)) {
                throw Refusal.invalidRequest("Subscription change type '" + type + "' is not supported.");
            }
            types.add(word);
        }
        if (fields.flag("includeResourceData", false)) {
            throw Refusal.invalidRequest("The simulator has no notifications with resource data.");
        }
        String state = fields.text("clientState");
        if (state != null && state.length() > 128) {
            throw Refusal.invalidRequest("Subscription clientState must not be longer than 128 characters.");
        }
        String lifecycle = fields.text("lifecycleNotificationUrl");
        return new SubscriptionRequest(
                demanded(fields, "resource"),
                types,
                url(demanded(fields, "notificationUrl")),
                lifecycle == null ? null : url(lifecycle),
                state,
                expiry(demanded(fields, "expirationDateTime"), now, longest));
    }

    /** When a subscription ends that is asked for until a time: never sooner than in 45 minutes. */
    static Instant expiry(String text, Instant now, Duration longest) {
        Instant wanted;
        try {
            wanted = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Refusal.invalidRequest("Cannot convert the literal '" + text + "' to 'Edm.DateTimeOffset'.");
        }
        if (wanted.isAfter(now.plus(longest))) {
            throw new Refusal(
                    400,
                    "InvalidRequest",
                    "Subscription expiration can only be " + longest.toMinutes() + " minutes in the future.");
        }
        if (!wanted.isAfter(now)) {
            throw Refusal.invalidRequest("Subscription expiration must be in the future.");
        }
        return wanted.isBefore(now.plus(SHORTEST)) ? now.plus(SHORTEST) : wanted;
    }

    static String url(String text) {
        try {
            URI uri = URI.create(text);
            boolean local = "http".equals(uri.getScheme())
                    && ("127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost()));
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || local)) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw Refusal.invalidRequest("The notification URL is not a valid URL.");
        }
        throw Refusal.invalidRequest("The notification URL must use https.");
    }

    private static String demanded(Fields fields, String name) {
        String value = fields.text(name);
        if (value == null || value.isEmpty()) {
            throw Refusal.badRequest("Property '" + name + "' is required.");
        }
        return value;
    }
}
