package io.deskwire.adapter.graph;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.PublicFiles;
import io.deskwire.config.ChannelConfig;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.OAuthTokens;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.graph.GraphApp;
import io.deskwire.testkit.graph.GraphMailbox;
import io.deskwire.testkit.graph.GraphRequest;
import io.deskwire.testkit.graph.GraphSimulator;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One organisation at Microsoft with an application and a mailbox, and the tenant's channel to it. */
final class Office implements AutoCloseable {

    static final Instant NOW = MessageSamples.NOON;

    final SettableClock clock = SettableClock.at(NOW);
    final GraphChannelType type = new GraphChannelType(clock);
    final GraphSimulator graph = GraphSimulator.start(clock);
    final ChannelMemory memory = new InMemoryStores().memory();
    final GraphApp app;
    final GraphMailbox mailbox;
    final String tenant;
    final boolean delegated;
    private final HttpTransport transport = new HttpTransport(EgressPolicy.privateAllowed());
    private final ChannelContext context = new ChannelContext(
            EgressPolicy.privateAllowed(), new OAuthTokens(transport, clock), memory, PublicFiles.none());

    Office(String tenant, boolean delegated) {
        this.tenant = tenant;
        this.delegated = delegated;
        app = graph.addApp(directory(), "client-of-" + tenant, secret());
        mailbox = graph.addMailbox(directory(), address());
    }

    static Office appOnly() {
        return new Office("acme", false);
    }

    static Office delegated() {
        return new Office("acme", true);
    }

    String directory() {
        return tenant + ".example";
    }

    String address() {
        return "support@" + tenant + ".example";
    }

    String secret() {
        return "client-secret-of-" + tenant;
    }

    ChannelContext context() {
        return context;
    }

    Map<String, Object> document() {
        Map<String, Object> document = new HashMap<>();
        document.put("client_id", "client-of-" + tenant);
        document.put("client_secret", secret());
        document.put("tenant_id", directory());
        document.put("email_address", address());
        document.put("api_base_url", graph.apiBaseUrl());
        document.put("token_url", graph.tokenUrl(directory()));
        document.put("authorize_url", graph.authorizeUrl(directory()));
        if (delegated) {
            document.put("auth_mode", "delegated");
            document.put("refresh_token", app.consent(mailbox));
        }
        return document;
    }

    ChannelConfig config(Map<String, Object> more) {
        Map<String, Object> document = document();
        document.putAll(more);
        return ChannelConfig.of(tenant, "support", "microsoft365", document, address());
    }

    Channel open(Map<String, Object> more) {
        return type.open(config(more), context);
    }

    /** Requests whose method and path hold a piece. */
    List<GraphRequest> requests(String piece) {
        return graph.requests().stream()
                .filter(request -> (request.method() + " " + request.path()).contains(piece))
                .toList();
    }

    @Override
    public void close() {
        graph.close();
        transport.close();
    }
}
