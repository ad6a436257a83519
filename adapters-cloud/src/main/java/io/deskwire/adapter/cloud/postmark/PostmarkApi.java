package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.adapter.cloud.common.ToldTime;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One server at Postmark: addresses, tokens, and what its settings say. Changes nothing there. */
final class PostmarkApi implements AutoCloseable {

    private static final String JSON = "application/json";

    private final PostmarkSettings settings;
    private final HttpTransport transport;
    private final ToldTime time;
    private final ProviderCalls calls;

    PostmarkApi(PostmarkSettings settings, HttpTransport transport, ToldTime time) {
        this.settings = settings;
        this.transport = transport;
        this.time = time;
        this.calls = callsWith(new Refusals());
    }

    PostmarkSettings settings() {
        return settings;
    }

    ProviderCalls calls() {
        return calls;
    }

    /** Calls whose refusals somebody wants to read otherwise. */
    ProviderCalls callsWith(ProviderCalls.Dialect dialect) {
        return new ProviderCalls(transport, time, dialect);
    }

    /** The address of a path below the prefix. */
    URI uri(String path) {
        return URI.create(settings.apiBase() + path);
    }

    /** The call with the server's token. */
    HttpCall signedIn(HttpCall call) {
        return call.withHeader("X-Postmark-Server-Token", settings.apiKey().reveal())
                .withHeader("Accept", JSON);
    }

    /** The server's settings. */
    Map<String, Object> server() throws ChannelException {
        return get("/server");
    }

    /** A stream that mail goes out by. */
    Map<String, Object> stream(String id) throws ChannelException {
        return get("/message-streams/" + encoded(id));
    }

    /** Where the events of a stream are posted. */
    List<Map<String, Object>> webhooks(String stream) throws ChannelException {
        return objects(get("/webhooks?MessageStream=" + encoded(stream)), "Webhooks");
    }

    /**
     * Sent messages of a stream that carry a value.
     *
     * @throws ChannelException {@code TRANSIENT} also when the answer holds no list of messages, which is not an empty one
     */
    List<Map<String, Object>> sent(String stream, String metadata, String value) throws ChannelException {
        Map<String, Object> answer = get("/messages/outbound?count=50&offset=0&messagestream=" + encoded(stream)
                + "&metadata_" + metadata + "=" + encoded(value));
        if (!(answer.get("Messages") instanceof List<?>)) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the answer to the search for a message holds no list")
                    .withHint("Check api_base_url: something else than Postmark's API may have answered.");
        }
        return objects(answer, "Messages");
    }

    /** The domains of the account. */
    List<Map<String, Object>> domains() throws ChannelException {
        return objects(account("/domains?count=500&offset=0"), "Domains");
    }

    /** One domain with its DNS records. */
    Map<String, Object> domain(String id) throws ChannelException {
        return account("/domains/" + encoded(id));
    }

    /** The single addresses that mail may be sent from. */
    List<Map<String, Object>> signatures() throws ChannelException {
        return objects(account("/senders?count=500&offset=0"), "SenderSignatures");
    }

    private Map<String, Object> get(String path) throws ChannelException {
        return calls.object(signedIn(HttpCall.get(uri(path))));
    }

    private Map<String, Object> account(String path) throws ChannelException {
        Secret token = Objects.requireNonNull(settings.accountApiKey(), "accountApiKey");
        return calls.object(HttpCall.get(uri(path))
                .withHeader("X-Postmark-Account-Token", token.reveal())
                .withHeader("Accept", JSON));
    }

    private static List<Map<String, Object>> objects(Map<String, Object> answer, String name) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object entry : Tree.list(answer, name)) {
            if (entry instanceof Map<?, ?>) {
                objects.add(Tree.object(entry));
            }
        }
        return objects;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        transport.close();
    }
}
