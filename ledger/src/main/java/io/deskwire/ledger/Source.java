package io.deskwire.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A provider's stand-in with one channel of ours: hands letters over, takes answers, and misbehaves when told to. */
abstract class Source implements AutoCloseable {

    static final String ADDRESS = "support@in.desk.example";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String tenant;
    private final String provider;

    Source(String tenant, String provider) {
        this.tenant = tenant;
        this.provider = provider;
    }

    final String tenant() {
        return tenant;
    }

    /** Type id of the channel, which is its id too. */
    final String channel() {
        return provider;
    }

    final String path() {
        return "/api/v1/tenants/" + tenant + "/channels/" + provider;
    }

    /** The channel's whole document. */
    final Map<String, Object> document(String front) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("provider", provider);
        document.put("ticket_address", ADDRESS);
        document.put("is_active", true);
        document.put("config", config(webhook(front)));
        document.put(
                "parser_config",
                Map.of(
                        "rules",
                        List.of(
                                rule("newsletters", Letter.Kind.DROPPED, Map.of("drop", "a newsletter")),
                                rule(
                                        "looked at first",
                                        Letter.Kind.HELD,
                                        Map.of("quarantine", "a person looks first")))));
        return document;
    }

    private static Map<String, Object> rule(String name, Letter.Kind kind, Map<String, Object> then) {
        return Map.of(
                "name",
                name,
                "when",
                Map.of("any", List.of(Map.of("subject", kind.word()), Map.of("body", kind.word()))),
                "then",
                then);
    }

    final String webhook(String front) {
        return front + "/webhooks/" + provider + "/" + tenant + "/" + provider;
    }

    abstract Map<String, Object> config(String webhook);

    /** The channel is there: the provider may call. False when that has to be tried again. */
    boolean connected(String webhook) {
        return true;
    }

    /** Hands a letter over; whether it is the provider's or ours for good now, so that the next one may follow. */
    abstract boolean hand(Letter letter, Random random);

    /** Does again what a provider repeats by itself; whether nothing waits any more. */
    abstract boolean again();

    /** Hands over something that was handed over before. */
    abstract void repeat(Random random);

    /**
     * Whether everything that was ever handed over may be read again now: rarer as it grows, so that what is read twice
     * grows with the messages and not with their square.
     */
    static boolean mayRereadAll(Random random, int handed) {
        return random.nextInt(Math.max(1, handed / 80)) == 0;
    }

    /** What the provider took to send, in order, as text in which an answer's number stands. */
    abstract List<String> answers();

    /** Misbehaves from now on; returns in which way. */
    abstract String misbehave(Random random);

    /** Takes the next answer and cuts the connection before it says so; false where nobody can be asked about it later. */
    boolean cutAfterAccepting() {
        return false;
    }

    /** Ends {@link #misbehave}. */
    abstract void behave();

    /** Withdraws what the server signs in with; false where that is not offered. */
    boolean revoke() {
        return false;
    }

    /** The config that works again, or null where the one it has does. */
    @Nullable Map<String, Object> restored(String webhook) {
        return null;
    }

    /** How much the provider threw away, by its own rules for what is not taken in time. */
    int thrownAway() {
        return 0;
    }

    /** Posts the same bytes under the same headers once more. */
    static void repost(URI url, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            // Repeats owe nobody anything.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public abstract void close();
}
