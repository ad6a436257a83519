package io.deskwire.adapter.gmail;

import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.contract.ProviderHarness;
import io.deskwire.testkit.contract.SentCopy;
import io.deskwire.testkit.gmail.GmailMethod;
import io.deskwire.testkit.gmail.GmailSent;
import io.deskwire.testkit.gmail.GmailTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Gmail for the contract of sending. */
final class SendingHarness implements ProviderHarness {

    private final Desks desks = new Desks();

    /**
     * @param rewriting whether Gmail gives every mail another Message-ID
     */
    SendingHarness(boolean rewriting) {
        List.of("acme", "bolt").forEach(tenant -> desks.mailbox(tenant).rewriteMessageIds(rewriting));
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
    public Set<Sabotage> abilities() {
        return Set.of(
                Sabotage.REFUSE_CREDENTIALS,
                Sabotage.BE_AWAY,
                Sabotage.THROTTLE,
                Sabotage.CUT_AFTER_TAKING,
                Sabotage.CUT_WHILE_TAKING);
    }

    @Override
    public boolean answersPerRecipient() {
        return false;
    }

    @Override
    public void sabotage(String tenantId, Sabotage sabotage) {
        switch (sabotage) {
            case REFUSE_CREDENTIALS -> desks.google.trouble(GmailTrouble.unauthorized(), GmailMethod.SEND);
            case BE_AWAY -> {
                // A server error in answer to the mail itself would prove nothing.
                desks.google.expireAccessTokens();
                desks.google.tokenTrouble(503, "temporarily_unavailable", "", Integer.MAX_VALUE);
            }
            case THROTTLE -> desks.google.trouble(GmailTrouble.throttled((int) RETRY_AFTER_SECONDS), GmailMethod.SEND);
            case CUT_AFTER_TAKING -> desks.google.trouble(GmailTrouble.cutAfterAccepting(), GmailMethod.SEND);
            case CUT_WHILE_TAKING -> desks.google.trouble(GmailTrouble.cutBeforeAccepting(), GmailMethod.SEND);
            default -> throw new IllegalArgumentException(sabotage.name());
        }
    }

    @Override
    public void recover(String tenantId) {
        desks.google.behave();
        // So soon after an attempt the mailbox's silence would prove nothing.
        desks.clock.advance(Duration.ofMinutes(6));
    }

    @Override
    public List<SentCopy> sent(String tenantId) {
        return desks.mailbox(tenantId).sent().stream().map(SendingHarness::copy).toList();
    }

    private static SentCopy copy(GmailSent sent) {
        try {
            ParsedMessage mail = new MimeDecoder().decode(Content.of(sent.raw()), Map.of());
            List<String> parents = mail.threading().inReplyTo();
            return new SentCopy(
                    sent.recipients(),
                    Objects.requireNonNull(mail.threading().messageId()),
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
        return List.of(
                Desks.secret(tenantId), String.valueOf(desks.document(tenantId).get("refresh_token")), "ya29.");
    }

    @Override
    public void arrive(String tenantId, byte[] message) {
        desks.mailbox(tenantId).receive(message);
    }

    @Override
    public void removeOldest(String tenantId) {
        desks.mailbox(tenantId).delete(desks.mailbox(tenantId).messages().get(0).id());
    }

    @Override
    public int items(String tenantId) {
        return desks.mailbox(tenantId).messages().size();
    }

    @Override
    public boolean isUntouched(String tenantId) {
        return true;
    }

    @Override
    public void close() {
        desks.close();
    }
}
