package io.deskwire.app;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.SecretMask;
import io.deskwire.engine.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes channels' documents from the API and from the console: all problems are told at once, and then nothing is stored. */
public final class ChannelDocuments {

    private static final int LONGEST_ADDRESS = 255;

    private final Channels channels;
    private final ConfigStore config;

    public ChannelDocuments(Channels channels, ConfigStore config) {
        this.channels = channels;
        this.config = config;
    }

    /**
     * What came of it.
     *
     * @param problems everything wrong; when this is not empty nothing was stored
     * @param created whether the channel is new
     * @param changes names of the fields that changed, never what stands in them
     */
    public record Saved(List<ConfigProblem> problems, boolean created, String changes) {
        public Saved {
            problems = List.copyOf(problems);
        }

        public boolean stored() {
            return problems.isEmpty();
        }
    }

    /**
     * Creates or replaces a channel. Masked secrets stand for the stored ones.
     *
     * @param found what the caller found wrong already, such as fields of the wrong kind
     * @param whole false where the caller could not read the provider's own part, whose problems would only repeat that
     */
    public Saved save(ChannelConfig wanted, List<ConfigProblem> found, boolean whole) {
        Optional<ChannelConfig> before = config.find(wanted.tenantId(), wanted.channelId());
        List<ConfigProblem> problems = new ArrayList<>(found);
        String address = addressProblem(wanted.ticketAddress());
        if (address != null) {
            problems.add(new ConfigProblem("ticket_address", address));
        }
        if (problems.isEmpty()) {
            problems.addAll(channels.save(wanted));
        } else if (!wanted.provider().isBlank()) {
            // Nothing will be stored, but everything that is wrong is said at once.
            channels.check(unmasked(wanted)).stream()
                    .filter(problem -> whole || problem.path().equals("provider"))
                    .forEach(problems::add);
        }
        String changes = problems.isEmpty()
                ? DocumentChanges.between(
                        before.orElse(null),
                        config.find(wanted.tenantId(), wanted.channelId()).orElse(null))
                : "";
        return new Saved(problems, before.isEmpty(), changes);
    }

    private static @Nullable String addressProblem(@Nullable String address) {
        if (address == null) {
            return null;
        }
        boolean plausible = address.length() <= LONGEST_ADDRESS
                && address.chars().noneMatch(c -> c <= ' ' || c == 127)
                && ((address.indexOf('@') > 0 && !address.endsWith("@")) || address.matches("\\+?[0-9]{5,20}"));
        return plausible ? null : "must be an e-mail address or a phone number";
    }

    private ChannelConfig unmasked(ChannelConfig wanted) {
        Map<String, Object> stored = config.find(wanted.tenantId(), wanted.channelId())
                .filter(old -> old.provider().equals(wanted.provider()))
                .map(ChannelConfig::config)
                .orElse(Map.of());
        Set<String> secrets = channels.secretFields(wanted.provider());
        return new ChannelConfig(
                wanted.tenantId(),
                wanted.channelId(),
                wanted.provider(),
                SecretMask.unmask(wanted.config(), stored, secrets),
                wanted.ticketAddress(),
                wanted.parserConfig(),
                wanted.active(),
                List.of());
    }
}
