package io.deskwire.testkit.cloud;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Posts of one domain: 200 ends one well, 406 for good, all else is tried again for about eight hours. Thread-safe. */
final class MailgunPosts {

    private static final Duration PATIENCE = Duration.ofHours(8);

    /** A post's content. */
    record Body(String contentType, byte[] bytes) {}

    private record Waiting(URI url, Body body, Instant since) {}

    private final Clock clock;
    private final WebhookPoster poster;
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<WebhookPost> lost = new ArrayList<>();

    MailgunPosts(Clock clock, WebhookPoster poster) {
        this.clock = clock;
        this.poster = poster;
    }

    WebhookPost post(URI url, Body body) {
        return post(new Waiting(url, body, clock.instant()));
    }

    private WebhookPost post(Waiting one) {
        Map<String, String> headers =
                Map.of("Content-Type", one.body().contentType(), "User-Agent", "mailgun/treq-20.9.0");
        WebhookPost done = poster.post(one.url(), headers, one.body().bytes());
        int status = done.status().orElse(0);
        synchronized (this) {
            if (status == 406 || (status != 200 && one.since().plus(PATIENCE).isBefore(clock.instant()))) {
                lost.add(done);
            } else if (status != 200) {
                waiting.add(one);
            }
        }
        return done;
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
}
