package io.deskwire.testkit.contract;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** What the contracts of webhooks need from an adapter's test. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public interface WebhookHarness {

    ChannelType type();

    /** The configuration of a tenant's channel, with keys of its own; the channel id is the same for all tenants. */
    ChannelConfig config(String tenantId);

    /**
     * A request as the provider makes it, with its proof: messages of a customer, the first with the text {@code text 0}. The
     * same call gives the same messages.
     *
     * @param messages at most {@link #mostAtOnce}
     */
    WebhookRequest genuine(String tenantId, int messages);

    /** {@link #genuine} with one message and without its proof. */
    WebhookRequest withoutProof(String tenantId);

    /** A proven request that holds what no version of the provider has ever sent. */
    WebhookRequest provenNonsense(String tenantId);

    /** Whether the proof covers the body; a shared secret in a header does not. */
    boolean proofCoversBody();

    /** How many messages the provider puts into one request. */
    int mostAtOnce();

    default ChannelContext context() {
        return new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none());
    }
}
