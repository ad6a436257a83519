package io.deskwire.testkit.cloud;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Posts to webhooks and waits for the answer; follows no redirect. Thread-safe. */
final class WebhookPoster {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    WebhookPost post(URI url, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        try {
            HttpResponse<Void> answer = client.send(request.build(), HttpResponse.BodyHandlers.discarding());
            return new WebhookPost(url, headers, body, answer.statusCode());
        } catch (IOException e) {
            return new WebhookPost(url, headers, body, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new WebhookPost(url, headers, body, 0);
        }
    }
}
