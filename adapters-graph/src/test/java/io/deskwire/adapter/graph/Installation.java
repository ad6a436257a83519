package io.deskwire.adapter.graph;

import io.deskwire.Deskwire;
import io.deskwire.DeskwireListener;
import io.deskwire.channel.ChannelState;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.Secret;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.OAuthTokens;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.RecordingTicketSink;
import io.deskwire.testkit.graph.GraphMailbox;
import io.deskwire.ticket.TicketEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The whole core with one Microsoft 365 channel, driven by hand; Microsoft reaches it at its webhook address. */
final class Installation implements AutoCloseable {

    final Office office;
    final WebhookHost host;
    final RecordingTicketSink sink = new RecordingTicketSink();
    final Deskwire deskwire;
    int resyncs;
    private final String address;
    private final InMemoryConfigStore config = new InMemoryConfigStore();
    private final HttpTransport transport = new HttpTransport(EgressPolicy.privateAllowed());

    Installation(Office office, Map<String, Object> more) throws IOException {
        this(office, "hook", more);
    }

    /**
     * @param address hook for the channel's own address, shared for that of all channels
     */
    Installation(Office office, String address, Map<String, Object> more) throws IOException {
        this.office = office;
        this.address = address;
        host = new WebhookHost(office.clock);
        deskwire = Deskwire.builder(
                        new InMemoryStores(), config, sink, Secret.of("a key for tests that is long enough"))
                .channelType(office.type)
                .clock(office.clock)
                .egress(EgressPolicy.privateAllowed())
                .accessTokens(new OAuthTokens(transport, office.clock))
                .listener(new DeskwireListener() {
                    @Override
                    public void resynced(String tenantId, String channelId, int stored) {
                        resyncs++;
                    }
                })
                .build();
        host.serve("hook", request -> deskwire.webhooks().receive("microsoft365", office.tenant, "support", request));
        host.serve("shared", request -> deskwire.webhooks().receive("microsoft365", request));
        configure(more);
        run();
    }

    /** Stores the channel's document; a new one takes the place of the old one. */
    void configure(Map<String, Object> more) {
        Map<String, Object> all =
                new HashMap<>(Map.of("webhook_url", host.url(address), "webhook_secret", "hook-secret"));
        all.putAll(more);
        config.put(office.config(all));
    }

    /** Another tenant's channel at the same Microsoft, with a directory and application of its own. */
    GraphMailbox addTenant(String tenant) {
        String directory = tenant + ".example";
        office.graph.addApp(directory, "client-of-" + tenant, "client-secret-of-" + tenant);
        Map<String, Object> document = new HashMap<>(office.config(Map.of()).config());
        document.put("client_id", "client-of-" + tenant);
        document.put("client_secret", "client-secret-of-" + tenant);
        document.put("tenant_id", directory);
        document.put("email_address", "support@" + directory);
        document.put("token_url", office.graph.tokenUrl(directory));
        document.put("webhook_url", host.url(address));
        document.put("webhook_secret", "hook-secret-of-" + tenant);
        GraphMailbox mailbox = office.graph.addMailbox(directory, "support@" + directory);
        config.put(ChannelConfig.of(tenant, "support", "microsoft365", document, null));
        return mailbox;
    }

    /** Does whatever is due until nothing is. */
    void run() {
        while (!deskwire.runOnce().isIdle()) {
            // Each round may make more work due.
        }
    }

    /** Time passes in steps, with everything done that becomes due. */
    void pass(Duration time, Duration step) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(step)) {
            office.clock.advance(step);
            run();
        }
    }

    ChannelState.Side inbound() {
        return deskwire.channels()
                .find(office.tenant, "support")
                .orElseThrow()
                .state()
                .inbound();
    }

    /** The subjects of everything that stands in tickets, in order. */
    List<String> subjects() {
        return subjects(office.tenant);
    }

    List<String> subjects(String tenant) {
        return sink.tickets(tenant).values().stream()
                .flatMap(List::stream)
                .map(Installation::subject)
                .toList();
    }

    private static String subject(TicketEvent event) {
        return String.valueOf(event.message().parsed().body().subject());
    }

    @Override
    public void close() {
        deskwire.close();
        host.close();
        transport.close();
        office.close();
    }
}
