package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.cloud.SendGridAccount;
import io.deskwire.testkit.cloud.SendGridMail;
import io.deskwire.testkit.cloud.SendGridSimulator;
import io.deskwire.testkit.cloud.Trouble;
import io.deskwire.testkit.contract.ProviderHarness;
import io.deskwire.testkit.contract.SentCopy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** SendGrid's stand-in for the contract of sending. */
final class Harness implements ProviderHarness {

    private static final int MANY = 1000;

    private final SendGridSimulator sendgrid = SendGridSimulator.start(SettableClock.at(MessageSamples.NOON));
    private final Map<String, SendGridAccount> accounts = Map.of(
            "acme", sendgrid.addAccount("SG.acme-key", "acme.example"),
            "bolt", sendgrid.addAccount("SG.bolt-key", "bolt.example"));

    @Override
    public ChannelType type() {
        return new SendGridChannelType();
    }

    @Override
    public ChannelContext context() {
        return Documents.context();
    }

    @Override
    public ChannelConfig config(String tenantId) {
        return ChannelConfig.of(
                tenantId,
                "support",
                "sendgrid",
                Map.of("api_key", "SG." + tenantId + "-key", "api_base_url", sendgrid.baseUrl()),
                "support@" + tenantId + ".example");
    }

    @Override
    public void arrive(String tenantId, byte[] message) {
        throw new UnsupportedOperationException("SendGrid pushes");
    }

    @Override
    public void removeOldest(String tenantId) {
        throw new UnsupportedOperationException("SendGrid pushes");
    }

    @Override
    public int items(String tenantId) {
        return 0;
    }

    @Override
    public boolean isUntouched(String tenantId) {
        return true;
    }

    @Override
    public Set<Sabotage> abilities() {
        return Set.of(
                Sabotage.REFUSE_CREDENTIALS, Sabotage.THROTTLE, Sabotage.CUT_AFTER_TAKING, Sabotage.CUT_WHILE_TAKING);
    }

    @Override
    public boolean answersPerRecipient() {
        return false;
    }

    @Override
    public void sabotage(String tenantId, Sabotage sabotage) {
        switch (sabotage) {
            case REFUSE_CREDENTIALS -> account(tenantId).switches().revoked(true);
            case THROTTLE -> sendgrid.misbehave(Trouble.throttled((int) RETRY_AFTER_SECONDS), "/v3/mail/send", MANY);
            case CUT_AFTER_TAKING -> sendgrid.misbehave(Trouble.cutAfterAccepting(), "/v3/mail/send", MANY);
            case CUT_WHILE_TAKING -> sendgrid.misbehave(Trouble.cutBeforeAccepting(), "/v3/mail/send", MANY);
            // A server's error says nothing about a message.
            case BE_AWAY, EXPIRE_CURSORS, DROP_WATCHES -> throw new UnsupportedOperationException(sabotage.name());
        }
    }

    @Override
    public void recover(String tenantId) {
        account(tenantId).switches().revoked(false);
        sendgrid.behave();
    }

    @Override
    public List<SentCopy> sent(String tenantId) {
        return account(tenantId).sent().stream().map(Harness::copy).toList();
    }

    private static SentCopy copy(SendGridMail mail) {
        Set<String> recipients = new HashSet<>(mail.to());
        recipients.addAll(mail.cc());
        String parent = mail.headers().get("In-Reply-To");
        String text = mail.text();
        return new SentCopy(
                recipients,
                mail.messageId(),
                parent == null ? null : bare(parent),
                Stream.of(mail.headers().getOrDefault("References", "").split(" "))
                        .filter(id -> !id.isEmpty())
                        .map(Harness::bare)
                        .toList(),
                mail.subject(),
                text == null ? "" : text.stripTrailing(),
                mail.files().stream()
                        .collect(Collectors.toMap(
                                SendGridMail.File::fileName,
                                file -> file.content().sha256())));
    }

    private static String bare(String id) {
        return id.substring(1, id.length() - 1);
    }

    @Override
    public List<String> secrets(String tenantId) {
        return List.of("SG." + tenantId + "-key");
    }

    private SendGridAccount account(String tenantId) {
        return java.util.Objects.requireNonNull(accounts.get(tenantId));
    }

    @Override
    public void close() {
        sendgrid.close();
    }
}
