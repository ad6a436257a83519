package io.deskwire.adapter.gmail;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.PublicFiles;
import io.deskwire.config.ChannelConfig;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.OAuthTokens;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.OutboundSample;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.gmail.GmailMailbox;
import io.deskwire.testkit.gmail.GmailSimulator;
import io.deskwire.testkit.gmail.GoogleClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A simulated Google with a mailbox, a client and a project for each of two tenants. */
final class Desks implements AutoCloseable {

    final SettableClock clock = SettableClock.at(MessageSamples.NOON.plus(Duration.ofMinutes(10)));
    final GmailSimulator google = GmailSimulator.start(clock);
    final GmailChannelType type = new GmailChannelType(clock);

    private final Map<String, GmailMailbox> mailboxes = new HashMap<>();
    private final Map<String, GoogleClient> clients = new HashMap<>();
    private final Map<String, Map<String, Object>> documents = new HashMap<>();
    private final HttpTransport transport = new HttpTransport(EgressPolicy.privateAllowed());
    final ChannelMemory memory = new InMemoryStores().memory();
    private final ChannelContext context = new ChannelContext(
            EgressPolicy.privateAllowed(), new OAuthTokens(transport, clock), memory, PublicFiles.none());

    Desks() {
        for (String tenant : new String[] {"acme", "bolt"}) {
            GoogleClient client =
                    google.addClient(tenant + ".apps.googleusercontent.com", secret(tenant), tenant + "-helpdesk");
            GmailMailbox mailbox = google.addMailbox(address(tenant));
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("client_id", client.id());
            document.put("client_secret", secret(tenant));
            document.put("refresh_token", mailbox.refreshToken(client));
            document.put("email_address", address(tenant));
            document.put("api_base_url", google.apiBaseUrl());
            document.put("token_url", google.tokenUrl());
            document.put("authorize_url", google.authorizeUrl());
            documents.put(tenant, document);
            mailboxes.put(tenant, mailbox);
            clients.put(tenant, client);
        }
    }

    static String address(String tenant) {
        return "support@" + tenant + ".example";
    }

    static String secret(String tenant) {
        return "GOCSPX-" + tenant;
    }

    GmailMailbox mailbox(String tenant) {
        return Objects.requireNonNull(mailboxes.get(tenant));
    }

    /** The user consents once more; what comes back is the refresh token. */
    String grantAgain(String tenant) {
        return mailbox(tenant).refreshToken(Objects.requireNonNull(clients.get(tenant)));
    }

    GoogleClient client(String tenant) {
        return Objects.requireNonNull(clients.get(tenant));
    }

    ChannelContext context() {
        return context;
    }

    /** A tenant's document, to be changed before the channel is opened. */
    Map<String, Object> document(String tenant) {
        return Objects.requireNonNull(documents.get(tenant));
    }

    ChannelConfig config(String tenant) {
        return ChannelConfig.of(tenant, "support", "gmail", document(tenant), address(tenant));
    }

    Channel open(String tenant) {
        return type.open(config(tenant), context);
    }

    /** The sending side of acme's channel. */
    Outbound outbound() {
        return open("acme").outbound().orElseThrow();
    }

    static OutboundSample mail() {
        return MessageSamples.outbound().from(address("acme"));
    }

    static OutboundMessage plain() {
        return mail().build();
    }

    @Override
    public void close() {
        transport.close();
        google.close();
    }
}
