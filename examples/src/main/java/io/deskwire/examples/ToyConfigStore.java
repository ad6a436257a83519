package io.deskwire.examples;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the helpdesk keeps its customers' mailboxes, shown to Deskwire as channels. The engine compares {@link #all} with
 * what it runs every two seconds, so a mailbox that is added here begins to be read, and one that is removed ends.
 */
final class ToyConfigStore implements ConfigStore {

    /** A mailbox as this helpdesk thinks of it: one per tenant. */
    record Mailbox(String tenant, String address, String password, int imapPort, int smtpPort) {}

    private final Map<String, Mailbox> mailboxes = new ConcurrentHashMap<>();

    /** The helpdesk's own settings page ends here. */
    void save(Mailbox mailbox) {
        mailboxes.put(mailbox.tenant(), mailbox);
    }

    // snippet: channel
    private static ChannelConfig channel(Mailbox mailbox) {
        Map<String, Object> document = Map.of(
                "host",
                "127.0.0.1",
                "port",
                mailbox.imapPort(),
                "username",
                mailbox.address(),
                "password",
                mailbox.password(),
                // Plain text is spoken to private addresses only. A mailbox on the internet has one of these true.
                "use_ssl",
                false,
                "use_tls",
                false,
                "smtp_port",
                mailbox.smtpPort(),
                "smtp_username",
                "",
                "idle",
                false,
                "poll_interval_seconds",
                1);
        return ChannelConfig.of(mailbox.tenant(), "support", "imap", document, mailbox.address());
    }
    // end

    @Override
    public List<ChannelConfig> all() {
        return mailboxes.values().stream()
                .sorted(Comparator.comparing(Mailbox::tenant))
                .map(ToyConfigStore::channel)
                .toList();
    }

    @Override
    public List<ChannelConfig> ofTenant(String tenantId) {
        return Optional.ofNullable(mailboxes.get(tenantId)).map(ToyConfigStore::channel).stream()
                .toList();
    }

    @Override
    public Optional<ChannelConfig> find(String tenantId, String channelId) {
        return ofTenant(tenantId).stream()
                .filter(channel -> channel.channelId().equals(channelId))
                .findFirst();
    }

    @Override
    public void put(ChannelConfig channel) {
        throw new UnsupportedOperationException("mailboxes are changed on the helpdesk's own page");
    }

    @Override
    public boolean delete(String tenantId, String channelId) {
        throw new UnsupportedOperationException("mailboxes are changed on the helpdesk's own page");
    }
}
