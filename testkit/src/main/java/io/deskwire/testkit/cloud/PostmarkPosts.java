package io.deskwire.testkit.cloud;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Posts of one server: 200 ends one well, 403 for good, all else is tried again up to ten times. Thread-safe. */
final class PostmarkPosts {

    private static final int MOST_RETRIES = 10;

    private record Waiting(URI url, byte[] body, int tries) {}

    private final WebhookPoster poster;
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<WebhookPost> lost = new ArrayList<>();
    private final List<WebhookPost> posts = new ArrayList<>();

    PostmarkPosts(WebhookPoster poster) {
        this.poster = poster;
    }

    /** Posts JSON; user name and password in the address become a header. */
    WebhookPost post(URI url, byte[] body) {
        return post(new Waiting(url, body, 0));
    }

    private WebhookPost post(Waiting one) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Postmark");
        String user = one.url().getUserInfo();
        if (user != null) {
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        }
        WebhookPost done = poster.post(bare(one.url()), headers, one.body());
        int status = done.status().orElse(0);
        synchronized (this) {
            posts.add(done);
            if (status == 403 || (status != 200 && one.tries() == MOST_RETRIES)) {
                lost.add(done);
            } else if (status != 200) {
                waiting.add(new Waiting(one.url(), one.body(), one.tries() + 1));
            }
        }
        return done;
    }

    private static URI bare(URI url) {
        String user = url.getRawUserInfo();
        return user == null ? url : URI.create(url.toString().replace(user + "@", ""));
    }

    List<WebhookPost> retryAll() {
        List<Waiting> due;
        synchronized (this) {
            due = List.copyOf(waiting);
            waiting.clear();
        }
        return due.stream().map(this::post).toList();
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized List<WebhookPost> lost() {
        return List.copyOf(lost);
    }

    synchronized List<WebhookPost> posts() {
        return List.copyOf(posts);
    }
}
