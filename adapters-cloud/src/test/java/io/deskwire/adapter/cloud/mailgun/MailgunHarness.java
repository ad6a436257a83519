package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.cloud.MailgunDomain;
import io.deskwire.testkit.cloud.MailgunSent;
import io.deskwire.testkit.cloud.MailgunSimulator;
import io.deskwire.testkit.cloud.Trouble;
import io.deskwire.testkit.contract.ProviderHarness;
import io.deskwire.testkit.contract.SentCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Mailgun for the contract of sending: one domain a tenant. Nothing is polled here. */
final class MailgunHarness implements ProviderHarness {

    private final MailgunSimulator mailgun = MailgunSimulator.start(SettableClock.at(Posts.SIGNED_AT));
    private final Map<String, MailgunDomain> domains = new HashMap<>();

    MailgunHarness() {
        for (String tenant : List.of("acme", "bolt")) {
            domains.put(
                    tenant,
                    mailgun.addDomain(tenant + ".example", MailgunSimulator.Region.US, "key-" + tenant, Posts.KEY));
        }
    }

    @Override
    public ChannelType type() {
        return Posts.TYPE;
    }

    @Override
    public ChannelContext context() {
        return Posts.context();
    }

    @Override
    public ChannelConfig config(String tenantId) {
        return ChannelConfig.of(
                tenantId,
                "support",
                "mailgun",
                Map.of(
                        "api_key",
                        "key-" + tenantId,
                        "domain",
                        tenantId + ".example",
                        "webhook_secret",
                        Posts.KEY,
                        "api_base_url",
                        mailgun.baseUrl(MailgunSimulator.Region.US)),
                "support@" + tenantId + ".example");
    }

    @Override
    public Set<Sabotage> abilities() {
        return Set.of(Sabotage.REFUSE_CREDENTIALS, Sabotage.THROTTLE, Sabotage.CUT_AFTER_TAKING);
    }

    @Override
    public boolean answersPerRecipient() {
        return false;
    }

    @Override
    public void sabotage(String tenantId, Sabotage sabotage) {
        Trouble trouble = switch (sabotage) {
            case REFUSE_CREDENTIALS -> Trouble.answer(401, "text/plain", "Forbidden");
            case THROTTLE -> Trouble.throttled((int) RETRY_AFTER_SECONDS);
            case CUT_AFTER_TAKING -> Trouble.cutAfterAccepting();
            default -> throw new IllegalArgumentException(sabotage.name());
        };
        mailgun.trouble(trouble, "/v3/" + tenantId + "\\.example/messages", Integer.MAX_VALUE);
    }

    @Override
    public void recover(String tenantId) {
        mailgun.behave();
    }

    @Override
    public List<SentCopy> sent(String tenantId) {
        return Objects.requireNonNull(domains.get(tenantId)).sent().stream()
                .map(MailgunHarness::copy)
                .toList();
    }

    private static SentCopy copy(MailgunSent sent) {
        try {
            ParsedMessage mail = new MimeDecoder().decode(Content.of(sent.mail()), Map.of());
            List<String> parents = mail.threading().inReplyTo();
            return new SentCopy(
                    new HashSet<>(sent.recipients()),
                    sent.messageId(),
                    parents.isEmpty() ? null : parents.get(0),
                    mail.threading().references(),
                    mail.body().subject(),
                    mail.body().text(),
                    mail.attachments().stream()
                            .collect(Collectors.toMap(
                                    Attachment::fileName, file -> Objects.requireNonNull(file.sha256()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> secrets(String tenantId) {
        return List.of("key-" + tenantId, Posts.KEY);
    }

    @Override
    public void arrive(String tenantId, byte[] message) {
        throw new UnsupportedOperationException("nothing is polled");
    }

    @Override
    public void removeOldest(String tenantId) {
        throw new UnsupportedOperationException("nothing is polled");
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
    public void close() {
        mailgun.close();
    }
}
