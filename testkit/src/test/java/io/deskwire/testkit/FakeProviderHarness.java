package io.deskwire.testkit;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.contract.ProviderHarness;
import io.deskwire.testkit.contract.SentCopy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Plays the provider of fake channels. */
final class FakeProviderHarness implements ProviderHarness {

    private static final String CHANNEL = "support";

    private final FakeChannelType type = new FakeChannelType();
    private final Map<String, Integer> arrived = new HashMap<>();
    private final Map<String, Integer> removed = new HashMap<>();

    FakeProvider provider(String tenantId) {
        return type.provider(tenantId, CHANNEL);
    }

    @Override
    public ChannelType type() {
        return type;
    }

    @Override
    public ChannelContext context() {
        return new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none());
    }

    @Override
    public ChannelConfig config(String tenantId) {
        FakeOutgoing outgoing = provider(tenantId).outgoing();
        outgoing.answer(REFUSED, DeliveryStatus.REJECTED);
        outgoing.answer(DEFERRED, DeliveryStatus.DEFERRED);
        return FakeChannelType.config(tenantId, CHANNEL);
    }

    @Override
    public void arrive(String tenantId, byte[] message) {
        arrived.merge(tenantId, 1, Integer::sum);
        provider(tenantId).mailbox().arrive(message);
    }

    @Override
    public void removeOldest(String tenantId) {
        removed.merge(tenantId, 1, Integer::sum);
        FakeMailbox mailbox = provider(tenantId).mailbox();
        mailbox.remove(mailbox.numbers().get(0));
    }

    @Override
    public int items(String tenantId) {
        return provider(tenantId).mailbox().numbers().size();
    }

    @Override
    public boolean isUntouched(String tenantId) {
        return items(tenantId) == arrived.getOrDefault(tenantId, 0) - removed.getOrDefault(tenantId, 0);
    }

    @Override
    public Set<Sabotage> abilities() {
        return EnumSet.allOf(Sabotage.class);
    }

    @Override
    public boolean answersPerRecipient() {
        return true;
    }

    @Override
    public void sabotage(String tenantId, Sabotage sabotage) {
        FakeProvider provider = provider(tenantId);
        switch (sabotage) {
            case REFUSE_CREDENTIALS -> provider.fail(ChannelException.of(FailureKind.AUTH, "wrong password"));
            case BE_AWAY -> provider.fail(ChannelException.of(FailureKind.TRANSIENT, "connection refused"));
            case THROTTLE ->
                provider.fail(ChannelException.throttled("slow down", Duration.ofSeconds(RETRY_AFTER_SECONDS)));
            case CUT_AFTER_TAKING -> provider.outgoing().nextIsUncertain("cut off", true);
            case CUT_WHILE_TAKING -> provider.outgoing().nextIsUncertain("cut off", false);
            case EXPIRE_CURSORS -> provider.mailbox().expireCursors();
            case DROP_WATCHES -> provider.dropWatches(ChannelException.of(FailureKind.TRANSIENT, "connection reset"));
        }
    }

    @Override
    public void recover(String tenantId) {
        provider(tenantId).recover();
    }

    @Override
    public List<SentCopy> sent(String tenantId) {
        return provider(tenantId).outgoing().copies().stream()
                .map(FakeProviderHarness::copy)
                .toList();
    }

    private static SentCopy copy(FakeOutgoing.Copy copy) {
        OutboundMessage message = copy.message();
        return new SentCopy(
                copy.recipients().stream().map(a -> a.value()).collect(Collectors.toSet()),
                message.messageId(),
                message.inReplyTo(),
                message.references(),
                message.subject(),
                message.text(),
                message.attachments().stream()
                        .collect(Collectors.toMap(
                                OutboundAttachment::fileName, a -> a.content().sha256())));
    }

    @Override
    public List<String> secrets(String tenantId) {
        return List.of("secret of " + tenantId);
    }

    @Override
    public void close() {}
}
