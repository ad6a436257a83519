package io.deskwire.examples.sms;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Decoder;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.config.SettingsReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Text messages through a gateway. Its document: {@code api_base_url}, {@code api_key}, {@code phone_number}. */
public final class SmsChannelType implements ChannelType {

    // snippet: type
    @Override
    public String id() {
        return "sms_gateway";
    }

    /** Encrypted where it is stored, and masked wherever it is shown. */
    @Override
    public Set<String> secretFields() {
        return Set.of("api_key");
    }

    /** Everything that is wrong at once, and nothing over the network. */
    @Override
    public List<ConfigProblem> check(ChannelConfig config) {
        SettingsReader reader = new SettingsReader(config.config(), "config");
        Settings.read(reader);
        return reader.problems();
    }

    @Override
    public Channel open(ChannelConfig config, ChannelContext context) {
        SettingsReader reader = new SettingsReader(config.config(), "config");
        Settings settings = Settings.read(reader);
        if (settings == null) {
            throw new IllegalArgumentException(reader.problems().toString());
        }
        return new SmsChannel(settings, context);
    }

    @Override
    public Map<String, Decoder> decoders() {
        return Map.of(SmsDecoder.FORMAT, new SmsDecoder());
    }
    // end

    /**
     * A document without problems.
     *
     * @param keys the current one, and during a rotation the one being retired behind it
     */
    record Settings(URI base, List<Secret> keys, String number) {
        Settings {
            keys = List.copyOf(keys);
        }

        /** Null when the reader noted a problem. */
        static @Nullable Settings read(SettingsReader reader) {
            URI base = reader.httpUri("api_base_url");
            if (base == null && !reader.has("api_base_url")) {
                reader.problem("api_base_url", "is required");
            }
            List<Secret> keys = new ArrayList<>(reader.secrets("api_key"));
            if (!reader.has("api_key")) {
                reader.problem("api_key", "is required");
            }
            String number = reader.requiredText("phone_number");
            if (!number.isEmpty() && !number.matches("\\+[0-9]{5,15}")) {
                reader.problem("phone_number", "must be written as +15551234567");
            }
            return base == null || !reader.problems().isEmpty() ? null : new Settings(base, keys, number);
        }
    }
}
