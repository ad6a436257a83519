package io.deskwire.testkit.whatsapp;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the Graph face knows of accounts and numbers: templates, phone numbers, subscriptions. */
final class AccountRequests {

    private static final int LONGEST_URL = 200;
    private static final Set<String> TEMPLATE_FIELDS = Set.of(
            "id",
            "name",
            "status",
            "category",
            "language",
            "parameter_format",
            "quality_score",
            "components",
            "rejected_reason");

    private final SimulatorState state;

    AccountRequests(SimulatorState state) {
        this.state = state;
    }

    Answer answer(Call call, SimulatedNumber number, String edge) {
        Account account = number.account();
        switch (call.method() + " " + edge) {
            case "GET message_templates":
                return templates(call, account);
            case "GET phone_numbers":
                List<Map<String, Object>> numbers = state.numbers().stream()
                        .filter(n -> n.account() == account)
                        .map(n -> described(n, call.query("fields")))
                        .toList();
                return Answer.metaJson(
                        200,
                        Trees.of(
                                "data",
                                numbers,
                                "paging",
                                Trees.of("cursors", Trees.of("before", "QVFI", "after", "QVFJ"))));
            case "POST subscribed_apps":
                return subscribe(call, number);
            case "GET subscribed_apps":
                return subscriptions(account);
            case "DELETE subscribed_apps":
                account.unsubscribe();
                return Answer.success();
            case "GET ":
                return Answer.metaJson(200, Trees.of("id", account.id(), "name", "Deskwire simulator"));
            default:
                throw GraphRefusal.unknownObject(call.method(), account.id() + "/" + edge);
        }
    }

    static Map<String, Object> described(SimulatedNumber number, @Nullable String fields) {
        NumberSpec spec = number.spec();
        Map<String, Object> all = Trees.of(
                "verified_name",
                "Deskwire simulator",
                "code_verification_status",
                "VERIFIED",
                "display_phone_number",
                spec.displayPhoneNumber(),
                "quality_rating",
                "GREEN",
                "platform_type",
                "CLOUD_API",
                "throughput",
                Trees.of("level", "STANDARD"),
                "status",
                number.registered() ? "CONNECTED" : "PENDING",
                "name_status",
                "APPROVED",
                "webhook_configuration",
                number.override() == null ? null : Trees.of("phone_number", String.valueOf(number.override())));
        return chosen(all, fields, spec.phoneNumberId());
    }

    /** {@code POST /{phone_number_id}} with {@code webhook_configuration}. */
    Answer overrideOfNumber(SimulatedNumber number, Fields body) {
        Fields configuration = body.only("webhook_configuration")
                .object("webhook_configuration")
                .only("override_callback_uri", "verify_token");
        String url = configuration.text("override_callback_uri");
        number.override(url.isEmpty() ? null : verified(url, configuration.text("verify_token")), Map.of());
        return Answer.success();
    }

    private Answer subscribe(Call call, SimulatedNumber number) {
        if (call.body().length > 0) {
            Fields body = Fields.of(call.json()).only("override_callback_uri", "verify_token");
            if (!body.values().isEmpty()) {
                String url = body.text("override_callback_uri");
                String token = body.text("verify_token");
                number.account().override(verified(url, token));
            }
        } else {
            number.account().override(null);
        }
        number.account().subscribe();
        return Answer.success();
    }

    private static Answer subscriptions(Account account) {
        Map<String, Object> app = Trees.of(
                "whatsapp_business_api_data",
                Trees.of(
                        "id",
                        "670843887433847",
                        "link",
                        "https://www.facebook.com/games/?app_id=67084",
                        "name",
                        "Deskwire"),
                "override_callback_uri",
                account.override() == null ? null : String.valueOf(account.override()));
        return Answer.metaJson(200, Trees.of("data", account.subscribed() ? List.of(app) : List.of()));
    }

    /** Meta's GET to the new address, made before it is taken. */
    private URI verified(String url, String verifyToken) {
        if (url.length() > LONGEST_URL) {
            throw GraphRefusal.parameter("Param override_callback_uri is longer than 200 characters.");
        }
        MediaReferences.requireWebAddress("override_callback_uri", url);
        String challenge = state.ids().media().substring(6);
        String query = "hub.mode=subscribe&hub.challenge=" + challenge + "&hub.verify_token="
                + URLEncoder.encode(verifyToken, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + (url.contains("?") ? "&" : "?") + query))
                .timeout(Duration.ofSeconds(10))
                .header("User-Agent", "facebookplatform/1.0")
                .build();
        try {
            HttpResponse<String> answer = state.client().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200 && answer.body().equals(challenge)) {
                return URI.create(url);
            }
            throw GraphRefusal.of(2200, "Callback verification failed: HTTP Status Code = " + answer.statusCode());
        } catch (IOException e) {
            throw GraphRefusal.of(2200, "Callback verification failed: the address cannot be reached");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GraphRefusal.of(2200, "Callback verification failed");
        }
    }

    private Answer templates(Call call, Account account) {
        List<SimulatedTemplate> all = account.templates().all().stream()
                .filter(t -> matches(t.status(), call.query("status"))
                        && matches(t.name(), call.query("name"))
                        && matches(t.language(), call.query("language"))
                        && matches(t.category(), call.query("category")))
                .toList();
        String limit = call.query("limit");
        int asked = limit == null ? 25 : limit.matches("[1-9]\\d{0,3}") ? Integer.parseInt(limit) : 0;
        if (asked == 0) {
            throw GraphRefusal.parameter("Param limit must be a positive number.");
        }
        int size = Math.min(asked, state.behaviour().templatePageSize());
        int from = cursor(call.query("after"), all.size());
        int to = Math.min(all.size(), from + size);
        String fields = call.query("fields");
        List<Map<String, Object>> page = all.subList(from, to).stream()
                .map(t -> chosen(t.listed(false), fields == null ? String.join(",", TEMPLATE_FIELDS) : fields, t.id()))
                .toList();
        String after = Base64.getUrlEncoder().encodeToString(("after:" + to).getBytes(StandardCharsets.US_ASCII));
        Map<String, Object> paging = Trees.of("cursors", Trees.of("before", "MAZDZD", "after", after));
        if (to < all.size()) {
            // Bait: whoever follows it leaves this server and hands over a token.
            paging.put(
                    "next",
                    "https://graph.facebook.com.evil.example/v25.0/" + account.id()
                            + "/message_templates?access_token=EAAG-bait&limit=" + size + "&after=" + after);
        }
        return Answer.metaJson(200, page.isEmpty() ? Trees.of("data", page) : Trees.of("data", page, "paging", paging));
    }

    private static int cursor(@Nullable String after, int size) {
        if (after == null) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.US_ASCII);
            int from = text.startsWith("after:") ? Integer.parseInt(text.substring(6)) : -1;
            if (from >= 0 && from <= size) {
                return from;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw GraphRefusal.of(131059, "The cursor is invalid.");
    }

    private static boolean matches(String value, @Nullable String wanted) {
        return wanted == null || wanted.equals(value);
    }

    /** The fields asked for (all when none are), and always the id. */
    private static Map<String, Object> chosen(Map<String, Object> all, @Nullable String fields, String id) {
        Map<String, Object> chosen = new LinkedHashMap<>();
        chosen.put("id", id);
        if (fields == null) {
            chosen.putAll(all);
        } else {
            Arrays.stream(fields.split(",", -1))
                    .map(String::trim)
                    .filter(all::containsKey)
                    .forEach(name -> chosen.put(name, all.get(name)));
        }
        return chosen;
    }
}
