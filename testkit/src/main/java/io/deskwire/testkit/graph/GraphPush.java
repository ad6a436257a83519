package io.deskwire.testkit.graph;

import io.deskwire.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** One delivery to a subscriber, with what became of it. Immutable. */
public final class GraphPush {

    private final Instant at;
    private final URI url;
    private final List<Map<String, Object>> entries;
    private final int status;
    private final Duration took;

    GraphPush(Instant at, URI url, List<Map<String, Object>> entries, int status, Duration took) {
        this.at = at;
        this.url = url;
        this.entries = List.copyOf(entries);
        this.status = status;
        this.took = took;
    }

    /** When it was first tried, by the simulator's clock. */
    public Instant at() {
        return at;
    }

    /** Where it went. */
    public URI url() {
        return url;
    }

    /** The body as it was sent. */
    public String text() {
        return Json.write(Map.of("value", entries));
    }

    /** How many notifications were in it. */
    public int size() {
        return entries.size();
    }

    /** The status it was answered with; empty when there was no answer. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** How long the answer took, in real time. */
    public Duration took() {
        return took;
    }

    /** Whether Graph takes it for delivered: any 2xx. */
    public boolean delivered() {
        return status >= 200 && status < 300;
    }

    List<Map<String, Object>> entries() {
        return entries;
    }

    @Override
    public String toString() {
        return "push to " + url.getHost() + ": " + (status == 0 ? "no answer" : status);
    }
}
