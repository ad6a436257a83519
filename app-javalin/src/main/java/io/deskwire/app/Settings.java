package io.deskwire.app;

import io.deskwire.app.limit.Limits;
import io.deskwire.channel.AddressRange;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.Secret;
import io.deskwire.http.HttpTicketSink;
import io.deskwire.retention.RetentionPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How this installation is set up.
 *
 * @param port HTTP port, 0 for a free one
 * @param host bind address
 * @param dataDir embedded database and generated keys
 * @param dbUrl JDBC URL, or null for the embedded database
 * @param adminToken the API's bearer token, or null to use the generated one
 * @param masterKey the key-encryption key in base64, or several with commas between them; null to use the generated one
 * @param publicUrl what providers use, without a slash at its end; null for the address listened on
 * @param egress which addresses tenants' configuration may name
 * @param sinkUrl where ticket events go besides the built-in ticket store, or null
 * @param sinkSecret signs them; there whenever {@code sinkUrl} is
 * @param sinkFiles how files go there
 * @param sinkLookupUrl asked whether a message is there before it is delivered again, or null
 * @param retention how long things are kept
 * @param eventRetention how long events are kept for subscribers
 * @param deadLetterPatience how long a dead letter may wait before the log warns of it; zero: never
 * @param connectionsPerTenant mailbox connections of one tenant at once on this node, or null for the engine's default
 * @param limits how often somebody may ask
 */
public record Settings(
        int port,
        String host,
        Path dataDir,
        @Nullable String dbUrl,
        @Nullable String dbUser,
        @Nullable Secret dbPassword,
        @Nullable Secret adminToken,
        @Nullable Secret masterKey,
        @Nullable URI publicUrl,
        EgressPolicy egress,
        @Nullable URI sinkUrl,
        @Nullable Secret sinkSecret,
        HttpTicketSink.Files sinkFiles,
        @Nullable URI sinkLookupUrl,
        RetentionPolicy retention,
        Duration eventRetention,
        Duration deadLetterPatience,
        @Nullable Integer connectionsPerTenant,
        Limits limits) {

    /**
     * Reads the settings; what stands on the command line counts before the environment.
     *
     * @throws SettingsException naming everything that is wrong
     */
    public static Settings read(Map<Setting, String> options, Map<String, String> environment) {
        return new Reader(setting -> {
                    String option = options.get(setting);
                    return option != null ? option : environment.get(setting.variable());
                })
                .settings();
    }

    /** Settings under which everything is generated, for a folder of its own. */
    public Settings withDataDir(Path newDataDir) {
        return new Settings(
                port,
                host,
                newDataDir,
                dbUrl,
                dbUser,
                dbPassword,
                adminToken,
                masterKey,
                publicUrl,
                egress,
                sinkUrl,
                sinkSecret,
                sinkFiles,
                sinkLookupUrl,
                retention,
                eventRetention,
                deadLetterPatience,
                connectionsPerTenant,
                limits);
    }

    /** The keys in the setting's text; the first encrypts, all decrypt. */
    static List<Secret> masterKeys(Secret text) {
        return Arrays.stream(text.reveal().split(",", -1))
                .map(key -> Secret.of(key.strip()))
                .toList();
    }

    static boolean isMasterKey(Secret key) {
        try {
            return Base64.getDecoder().decode(key.reveal()).length == 32;
        } catch (IllegalArgumentException e) {
            // Without the decoder's own words, which would repeat characters of the key.
            return false;
        }
    }

    private static final class Reader {

        private final Function<Setting, @Nullable String> source;
        private final List<String> problems = new ArrayList<>();

        Reader(Function<Setting, @Nullable String> source) {
            this.source = source;
        }

        Settings settings() {
            Secret sinkSecret = secret(Setting.SINK_SECRET);
            URI sinkUrl = url(Setting.SINK_URL);
            if (sinkUrl != null && sinkSecret == null) {
                problem(
                        Setting.SINK_URL,
                        "needs " + Setting.SINK_SECRET.variable() + ", which signs what is sent there");
            }
            Settings settings = new Settings(
                    port(),
                    text(Setting.HOST, "127.0.0.1"),
                    dataDir(),
                    dbUrl(),
                    optional(Setting.DB_USER),
                    secret(Setting.DB_PASSWORD),
                    secret(Setting.ADMIN_TOKEN),
                    masterKey(),
                    withoutSlash(url(Setting.PUBLIC_URL)),
                    egress(),
                    sinkUrl,
                    sinkSecret,
                    sinkFiles(),
                    url(Setting.SINK_LOOKUP_URL),
                    retention(),
                    eventRetention(),
                    Duration.ofHours(count(Setting.DEAD_LETTER_ALARM_HOURS, 24)),
                    connectionsPerTenant(),
                    limits());
            if (!problems.isEmpty()) {
                throw new SettingsException(problems);
            }
            return settings;
        }

        private HttpTicketSink.Files sinkFiles() {
            return switch (text(Setting.SINK_FILES, "links").toLowerCase(Locale.ROOT)) {
                case "named" -> HttpTicketSink.Files.NAMED;
                case "links" -> HttpTicketSink.Files.LINKS;
                case "inline" -> HttpTicketSink.Files.INLINE;
                default -> {
                    problem(Setting.SINK_FILES, "must be named, links or inline");
                    yield HttpTicketSink.Files.LINKS;
                }
            };
        }

        private @Nullable String optional(Setting setting) {
            String value = source.apply(setting);
            return value == null || value.isBlank() ? null : value.strip();
        }

        private String text(Setting setting, String absent) {
            String value = optional(setting);
            return value == null ? absent : value;
        }

        private @Nullable Secret secret(Setting setting) {
            String value = optional(setting);
            return value == null ? null : Secret.of(value);
        }

        private int port() {
            String value = text(Setting.PORT, "7070");
            try {
                int port = Integer.parseInt(value);
                if (port >= 0 && port <= 65_535) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // Reported below like any other wrong number.
            }
            problem(Setting.PORT, "must be a whole number from 0 to 65535");
            return 0;
        }

        private RetentionPolicy retention() {
            Duration raw =
                    days(Setting.RAW_RETENTION_DAYS, RetentionPolicy.defaults().raw());
            Duration keys =
                    days(Setting.KEY_RETENTION_DAYS, RetentionPolicy.defaults().keys());
            if (keys.compareTo(raw) < 0) {
                problem(
                        Setting.KEY_RETENTION_DAYS,
                        "must not be less than " + Setting.RAW_RETENTION_DAYS.variable() + ", " + raw.toDays());
                return RetentionPolicy.defaults();
            }
            return new RetentionPolicy(raw, keys);
        }

        private Duration eventRetention() {
            Duration usual = Duration.ofDays(7);
            Duration days = days(Setting.EVENT_RETENTION_DAYS, usual);
            if (days.toDays() > 365) {
                problem(Setting.EVENT_RETENTION_DAYS, "must be a whole number of days from 1 to 365");
                return usual;
            }
            return days;
        }

        private Limits limits() {
            Limits usual = Limits.defaults();
            return new Limits(
                    count(Setting.RATE_WRONG_TOKENS, usual.wrongTokens()),
                    count(Setting.RATE_CALLS, usual.calls()),
                    count(Setting.RATE_WEBHOOKS, usual.webhooks()),
                    count(Setting.RATE_SENDS, usual.sends()),
                    proxies());
        }

        private int count(Setting setting, int absent) {
            String value = optional(setting);
            if (value == null) {
                return absent;
            }
            try {
                int count = Integer.parseInt(value);
                if (count >= 0 && count <= 100_000_000) {
                    return count;
                }
            } catch (NumberFormatException e) {
                // Reported below like any other wrong number.
            }
            problem(setting, "must be a whole number from 0 to 100000000");
            return absent;
        }

        private List<AddressRange> proxies() {
            try {
                return AddressRange.parseAll(text(Setting.TRUSTED_PROXIES, ""));
            } catch (IllegalArgumentException e) {
                problem(Setting.TRUSTED_PROXIES, "must be CIDRs with commas between them: " + e.getMessage());
                return List.of();
            }
        }

        private Duration days(Setting setting, Duration absent) {
            String value = optional(setting);
            if (value == null) {
                return absent;
            }
            if (value.equalsIgnoreCase("forever")) {
                return RetentionPolicy.forEver().keys();
            }
            try {
                int days = Integer.parseInt(value);
                if (days >= 1 && days <= 36_500) {
                    return Duration.ofDays(days);
                }
            } catch (NumberFormatException e) {
                // Reported below like any other wrong number.
            }
            problem(setting, "must be a whole number of days from 1 to 36500, or forever");
            return absent;
        }

        private @Nullable Integer connectionsPerTenant() {
            String value = optional(Setting.CONNECTIONS_PER_TENANT);
            if (value == null) {
                return null;
            }
            try {
                int most = Integer.parseInt(value);
                if (most >= 2) {
                    return most;
                }
            } catch (NumberFormatException e) {
                // Reported below like any other wrong number.
            }
            problem(Setting.CONNECTIONS_PER_TENANT, "must be a whole number from 2 on");
            return null;
        }

        private Path dataDir() {
            try {
                return Path.of(text(Setting.DATA_DIR, "deskwire-data"));
            } catch (InvalidPathException e) {
                problem(Setting.DATA_DIR, "is not a path");
                return Path.of("deskwire-data");
            }
        }

        private @Nullable String dbUrl() {
            String value = optional(Setting.DB_URL);
            if (value != null && !value.startsWith("jdbc:postgresql:") && !value.startsWith("jdbc:sqlite:")) {
                problem(Setting.DB_URL, "must start with jdbc:postgresql: or jdbc:sqlite:");
            }
            return value;
        }

        private @Nullable Secret masterKey() {
            Secret keys = secret(Setting.MASTER_KEY);
            if (keys != null && !masterKeys(keys).stream().allMatch(Settings::isMasterKey)) {
                problem(
                        Setting.MASTER_KEY,
                        "must be 32 bytes in base64, as 'openssl rand -base64 32' prints them, or several with commas"
                                + " between them");
            }
            return keys;
        }

        private @Nullable URI url(Setting setting) {
            String value = optional(setting);
            if (value == null) {
                return null;
            }
            try {
                URI url = new URI(value);
                if (("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                        && url.getHost() != null) {
                    return url;
                }
            } catch (URISyntaxException e) {
                // Reported below.
            }
            problem(setting, "must be an http:// or https:// URL");
            return null;
        }

        private static @Nullable URI withoutSlash(@Nullable URI url) {
            String text = url == null ? "" : url.toString();
            return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
        }

        private EgressPolicy egress() {
            try {
                return EgressPolicy.parse(text(Setting.ALLOW_PRIVATE_ENDPOINTS, "false"));
            } catch (IllegalArgumentException e) {
                problem(Setting.ALLOW_PRIVATE_ENDPOINTS, String.valueOf(e.getMessage()));
                return EgressPolicy.publicOnly();
            }
        }

        private void problem(Setting setting, String message) {
            problems.add(setting.variable() + " (" + setting.option() + ") " + message);
        }
    }
}
