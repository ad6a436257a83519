package io.deskwire.ledger;

import io.deskwire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The admin API behind the front door, whoever serves it just now. */
final class Api {

    static final String TOKEN = "ledger-token-for-tests-only";

    private final String base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Api(String base) {
        this.base = base;
    }

    /**
     * What was answered.
     *
     * @param status 0 when nothing was
     */
    record Reply(int status, String body) {
        boolean isGood() {
            return status / 100 == 2;
        }

        Map<String, Object> tree() {
            return Json.lenient().parseObject(body);
        }
    }

    Reply call(String method, String path, @Nullable Map<String, Object> body, @Nullable String key)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(Json.write(body)));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Reply(0, "");
        }
    }
}
