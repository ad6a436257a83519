package io.deskwire.testkit.cloud;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Posts to webhooks and does with the answer what SendGrid does: mail is lost at once at any answer outside of 2xx and 5xx, and
 * after 72 hours; events are repeated at any answer outside of 2xx, for 24 hours. Thread-safe.
 */
final class SendGridPosts {

    private static final Duration MAIL = Duration.ofHours(72);
    private static final Duration EVENTS = Duration.ofHours(24);

    private final Clock clock;
    private final WebhookPoster poster = new WebhookPoster();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<WebhookPost> lost = new ArrayList<>();
    private final List<WebhookPost> all = new ArrayList<>();

    private record Waiting(
            boolean mail,
            URI url,
            Map<String, String> headers,
            byte[] body,
            @Nullable SendGridSigner signer,
            Instant since) {}

    SendGridPosts(Clock clock) {
        this.clock = clock;
    }

    WebhookPost mail(URI url, String contentType, byte[] body, @Nullable SendGridSigner signer) {
        return first(true, url, contentType, body, signer);
    }

    WebhookPost events(URI url, byte[] body, @Nullable SendGridSigner signer) {
        return first(false, url, "application/json", body, signer);
    }

    private WebhookPost first(boolean mail, URI url, String contentType, byte[] body, @Nullable SendGridSigner signer) {
        Instant now = clock.instant();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        headers.put("User-Agent", mail ? "Sendlib/1.0" : "SendGrid Event API");
        if (signer != null) {
            headers.putAll(signer.headers(body, now));
        }
        return post(new Waiting(mail, url, headers, body, signer, now));
    }

    /** Posts everything again that waits for it. */
    List<WebhookPost> retryAll(boolean signAnew) {
        List<Waiting> due;
        synchronized (this) {
            due = new ArrayList<>(waiting);
            waiting.clear();
        }
        Instant now = clock.instant();
        List<WebhookPost> posts = new ArrayList<>();
        for (Waiting each : due) {
            boolean late = Duration.between(each.since(), now).compareTo(each.mail() ? MAIL : EVENTS) > 0;
            if (late) {
                lose(new WebhookPost(each.url(), each.headers(), each.body(), 0));
                continue;
            }
            Map<String, String> headers = new LinkedHashMap<>(each.headers());
            if (signAnew && each.signer() != null) {
                headers.putAll(each.signer().headers(each.body(), now));
            }
            posts.add(post(new Waiting(each.mail(), each.url(), headers, each.body(), each.signer(), each.since())));
        }
        return posts;
    }

    private WebhookPost post(Waiting what) {
        String credentials = what.url().getUserInfo();
        Map<String, String> headers = new LinkedHashMap<>(what.headers());
        if (credentials != null) {
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        WebhookPost post = poster.post(withoutCredentials(what.url()), headers, what.body());
        int status = post.status().orElse(0);
        boolean done = status >= 200 && status < 300;
        boolean again = !what.mail() || status == 0 || status >= 500;
        synchronized (this) {
            all.add(post);
            if (!done && again) {
                waiting.add(what);
            }
        }
        if (!done && !again) {
            lose(post);
        }
        return post;
    }

    private synchronized void lose(WebhookPost post) {
        lost.add(post);
    }

    private static URI withoutCredentials(URI url) {
        return url.getRawUserInfo() == null ? url : URI.create(url.toString().replaceFirst("//[^/@]*@", "//"));
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized List<WebhookPost> lost() {
        return List.copyOf(lost);
    }

    synchronized List<WebhookPost> all() {
        return List.copyOf(all);
    }
}
