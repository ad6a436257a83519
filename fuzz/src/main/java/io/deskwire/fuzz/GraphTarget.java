package io.deskwire.fuzz;

import io.deskwire.adapter.graph.GraphChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Microsoft's change and lifecycle notifications, proven by what stands in them. */
public final class GraphTarget {

    private static final Instant AT = Instant.parse("2026-11-22T10:15:00Z");
    private static final String SECRET = "hook-secret-of-acme";
    private static final Set<Integer> TAKEN = Set.of(202);
    private static final WebhookProbe PROBE = new WebhookProbe(
            new GraphChannelType(() -> AT),
            Map.of(
                    "client_id",
                    "app",
                    "client_secret",
                    "s",
                    "tenant_id",
                    "acme.example",
                    "email_address",
                    "support@acme.example",
                    "webhook_url",
                    "https://desk.example/hook",
                    "webhook_secret",
                    SECRET));

    private GraphTarget() {}

    /**
     * {@code n} a notification's other fields, {@code l} a list of notifications behind a proven one; {@code u} any body,
     * {@code h} what asks for a handshake.
     */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        FuzzInput input = new FuzzInput(data);
        switch (input.mode("nluh")) {
            case 'n' -> {
                Object tree = parsed(input.rest());
                if (tree instanceof Map<?, ?> fields) {
                    Map<Object, Object> entry = new LinkedHashMap<>(fields);
                    entry.put("clientState", SECRET);
                    PROBE.takes(post(Json.writeBytes(Map.of("value", List.of(entry))), Map.of()), TAKEN);
                }
            }
            case 'l' -> {
                Object tree = parsed(input.rest());
                List<Object> entries = new ArrayList<>();
                entries.add(Map.of("clientState", SECRET));
                entries.add(tree instanceof List<?> list ? new ArrayList<>(list) : tree);
                if (tree != null) {
                    PROBE.takes(post(Json.writeBytes(Map.of("value", entries)), Map.of()), TAKEN);
                }
            }
            case 'u' -> {
                byte[] body = input.rest();
                if (!new String(body, StandardCharsets.UTF_8).contains("secret")) {
                    PROBE.refuses(post(body, Map.of()));
                }
            }
            default -> PROBE.refuses(post(new byte[0], Map.of("validationToken", List.of(input.restText()))));
        }
    }

    private static @Nullable Object parsed(byte[] json) {
        try {
            return Json.lenient().parse(json);
        } catch (JsonException e) {
            return null;
        }
    }

    private static WebhookRequest post(byte[] body, Map<String, List<String>> query) {
        return new WebhookRequest(
                "POST", URI.create("https://desk.example/hook"), query, Map.of(), Content.of(body), AT);
    }
}
