package io.deskwire.testkit.graph;

import io.deskwire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Calls subscribers: asks whether an address is theirs, and delivers. Follows no redirect. Thread-safe. */
final class Poster {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private volatile Duration patience = Duration.ofSeconds(10);

    void waitFor(Duration howLong) {
        patience = howLong;
    }

    /** Whether whoever answers at an address sends back what it was asked with, as Graph demands it. */
    boolean validates(String url) {
        String token = "Validation: Testing client application reachability for subscription Request-Id: "
                + UUID.randomUUID() + "+100%25 ok/=";
        String encoded = URLEncoder.encode(token, StandardCharsets.UTF_8).replace("+", "%20");
        URI address = URI.create(url + (url.contains("?") ? "&" : "?") + "validationToken=" + encoded);
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            String type = answer.headers().firstValue("content-type").orElse("");
            return answer.statusCode() == 200
                    && type.toLowerCase(Locale.ROOT).startsWith("text/plain")
                    && answer.body().equals(token);
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    GraphPush deliver(URI url, List<Map<String, Object>> entries, Instant at) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(patience)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.writeBytes(Map.of("value", entries))))
                .build();
        // How long an answer takes is real time, whatever the simulator's clock says.
        long began = System.nanoTime();
        int status = 0;
        try {
            status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            status = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new GraphPush(at, url, entries, status, Duration.ofNanos(System.nanoTime() - began));
    }
}
