package io.deskwire.testkit;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Decoder;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.SettingsReader;
import io.deskwire.mime.MimeDecoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A channel type without a network, for tests of whatever stands around channels. Its document has one required field,
 * {@code account}, and one secret, {@code password}. Each channel of each tenant has a {@link FakeProvider} of its own,
 * which the test plays. Mails are real mails.
 */
public final class FakeChannelType implements ChannelType {

    /** The type's id in tenants' documents. */
    public static final String ID = "fake";

    static final String FORMAT = MimeDecoder.FORMAT;

    private final ConcurrentMap<TenantKey, FakeProvider> providers = new ConcurrentHashMap<>();
    private final Decoder decoder = new MimeDecoder();

    /** A document without problems, answering from support@tenant.example. */
    public static ChannelConfig config(String tenantId, String channelId) {
        return ChannelConfig.of(
                tenantId,
                channelId,
                ID,
                Map.of("account", channelId, "password", "secret of " + tenantId),
                "support@tenant.example");
    }

    /** The provider of a channel; there from the start, the same at every call. */
    public FakeProvider provider(String tenantId, String channelId) {
        return providers.computeIfAbsent(new TenantKey(tenantId, channelId), key -> new FakeProvider());
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Set<String> secretFields() {
        return Set.of("password");
    }

    @Override
    public List<ConfigProblem> check(ChannelConfig config) {
        SettingsReader reader = new SettingsReader(config.config(), "config");
        reader.requiredText("account");
        return reader.problems();
    }

    @Override
    public Channel open(ChannelConfig config, ChannelContext context) {
        List<ConfigProblem> problems = check(config);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return new FakeChannel(provider(config.tenantId(), config.channelId()));
    }

    @Override
    public Map<String, Decoder> decoders() {
        return Map.of(FORMAT, decoder);
    }
}
