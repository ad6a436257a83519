package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.ChannelMark;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.config.SettingsReader;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the document of a Mailgun channel and finds everything that is wrong with it. */
final class SettingsParser {

    static final Set<String> SECRETS = Set.of("api_key", "webhook_secret");

    // It stands in paths of calls.
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private final ChannelConfig config;
    private final SettingsReader reader;

    private SettingsParser(ChannelConfig config) {
        this.config = config;
        this.reader = new SettingsReader(config.config(), "config");
    }

    static List<ConfigProblem> check(ChannelConfig config) {
        SettingsParser parser = new SettingsParser(config);
        parser.read();
        return parser.reader.problems();
    }

    /**
     * @throws IllegalArgumentException when there are problems
     */
    static MailgunSettings parse(ChannelConfig config) {
        SettingsParser parser = new SettingsParser(config);
        MailgunSettings settings = parser.read();
        if (!parser.reader.problems().isEmpty()) {
            throw new IllegalArgumentException("the document has problems: " + parser.reader.problems());
        }
        return settings;
    }

    private MailgunSettings read() {
        boolean observe = reader.choice("verification", "enforce", Set.of("enforce", "observe"))
                .equals("observe");
        Secret key = key();
        int before = reader.problems().size();
        List<Secret> signingKeys = reader.secrets("webhook_secret");
        if (signingKeys.stream().anyMatch(secret -> secret.reveal().isBlank())) {
            reader.problem("webhook_secret", "must not be empty");
            signingKeys = List.of();
        } else if (signingKeys.isEmpty() && !observe && reader.problems().size() == before) {
            reader.problem(
                    "webhook_secret",
                    "is required: without the account's HTTP webhook signing key no mail can be proven genuine");
        }
        return new MailgunSettings(
                ChannelMark.of(config.tenantId(), config.channelId()),
                domain(),
                addresses(),
                key,
                signingKeys,
                apiBase(),
                reader.httpUri("webhook_url"),
                observe);
    }

    private String domain() {
        String domain = reader.requiredText("domain").toLowerCase(Locale.ROOT);
        boolean usable = DOMAIN.matcher(domain).matches() && !domain.contains("..");
        if (!domain.isEmpty() && !usable) {
            reader.problem("domain", "must be the name of a domain at Mailgun, such as in.example.com");
            return "";
        }
        return domain;
    }

    private Set<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>();
        add(config.ticketAddress(), addresses);
        String address = reader.text("email_address", null);
        if (address != null && Mailboxes.plain(address).isEmpty()) {
            reader.problem("email_address", "must be an e-mail address");
        }
        add(address, addresses);
        return addresses;
    }

    private static void add(@Nullable String address, Set<String> addresses) {
        String plain = Mailboxes.plain(address);
        if (!plain.isEmpty()) {
            addresses.add(plain);
        }
    }

    private Secret key() {
        Secret key = reader.requiredSecret("api_key");
        if (key.reveal().chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            reader.problem("api_key", "must not contain white space or letters beyond ASCII");
        }
        return key;
    }

    private URI apiBase() {
        String region = reader.choice("region", "us", Set.of("us", "eu"));
        URI given = reader.httpUri("api_base_url");
        if (given == null) {
            return URI.create(region.equals("eu") ? "https://api.eu.mailgun.net" : "https://api.mailgun.net");
        }
        if (given.getRawQuery() != null || given.getRawFragment() != null || given.getRawUserInfo() != null) {
            reader.problem("api_base_url", "must be a plain prefix, without user, query and fragment");
        }
        return URI.create(given.toString().replaceAll("/+$", ""));
    }
}
