package io.deskwire.adapter.gmail;

import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.contract.ProviderHarness;
import io.deskwire.testkit.contract.SentCopy;
import io.deskwire.testkit.gmail.GmailMailbox;
import io.deskwire.testkit.gmail.GmailTrouble;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gmail for the contract of receiving. */
final class ReceivingHarness implements ProviderHarness {

    private final Desks desks = new Desks();

    /**
     * @param pageSize of lists and of the history
     * @param settings beside those that every document has
     */
    ReceivingHarness(int pageSize, Map<String, Object> settings) {
        for (String tenant : List.of("acme", "bolt")) {
            desks.mailbox(tenant).pageSize(pageSize);
            // The clock stands still, so that the quota never comes back.
            desks.document(tenant).put("quota_units_per_minute", 1_000_000);
            desks.document(tenant).putAll(settings);
        }
    }

    @Override
    public ChannelType type() {
        return desks.type;
    }

    @Override
    public ChannelContext context() {
        return desks.context();
    }

    @Override
    public ChannelConfig config(String tenantId) {
        return desks.config(tenantId);
    }

    @Override
    public void arrive(String tenantId, byte[] message) {
        desks.mailbox(tenantId).receive(message);
    }

    @Override
    public void removeOldest(String tenantId) {
        GmailMailbox mailbox = desks.mailbox(tenantId);
        mailbox.delete(mailbox.messages().get(0).id());
    }

    @Override
    public int items(String tenantId) {
        return (int) desks.mailbox(tenantId).messages().stream()
                .filter(message -> message.labels().contains("INBOX"))
                .count();
    }

    @Override
    public boolean isUntouched(String tenantId) {
        return desks.mailbox(tenantId).messages().stream()
                .allMatch(message -> message.labels().equals(Set.of("INBOX", "UNREAD")));
    }

    @Override
    public Set<Sabotage> abilities() {
        return Set.of(Sabotage.REFUSE_CREDENTIALS, Sabotage.BE_AWAY, Sabotage.THROTTLE, Sabotage.EXPIRE_CURSORS);
    }

    @Override
    public boolean answersPerRecipient() {
        return false;
    }

    @Override
    public void sabotage(String tenantId, Sabotage sabotage) {
        switch (sabotage) {
            case REFUSE_CREDENTIALS -> {
                desks.google.expireAccessTokens();
                desks.google.tokenTrouble(400, "invalid_grant", "Token has been expired or revoked.", 100);
            }
            case BE_AWAY -> desks.google.trouble(GmailTrouble.htmlPage(502), " /gmail/", 100);
            case THROTTLE -> desks.google.trouble(GmailTrouble.throttled((int) RETRY_AFTER_SECONDS), " /gmail/", 100);
            case EXPIRE_CURSORS -> desks.mailbox(tenantId).forgetHistory();
            default -> throw new IllegalArgumentException(sabotage.name());
        }
    }

    @Override
    public void recover(String tenantId) {
        desks.google.behave();
    }

    @Override
    public List<SentCopy> sent(String tenantId) {
        return List.of();
    }

    @Override
    public List<String> secrets(String tenantId) {
        return List.of(
                Desks.secret(tenantId), String.valueOf(desks.document(tenantId).get("refresh_token")), "ya29.");
    }

    @Override
    public void close() {
        desks.close();
    }
}
