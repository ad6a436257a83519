package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.config.SettingsReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the document of a SendGrid channel and finds everything that is wrong with it. A webhook key that is missing or
 * unusable is no problem of the document: a channel that did not open would answer 404, at which SendGrid throws mail away,
 * while an open one answers 503 and gets the mail once the key is there.
 */
final class SettingsParser {

    static final Set<String> SECRETS = Set.of("api_key", "webhook_secret", "event_webhook_secret", "webhook_password");

    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

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
    static SendGridSettings parse(ChannelConfig config) {
        SettingsParser parser = new SettingsParser(config);
        SendGridSettings settings = parser.read();
        if (!parser.reader.problems().isEmpty()) {
            throw new IllegalArgumentException("the document has problems: " + parser.reader.problems());
        }
        return settings;
    }

    private SendGridSettings read() {
        boolean observe = reader.choice("verification", "enforce", Set.of("enforce", "observe"))
                .equals("observe");
        List<Secret> publicKeys = new ArrayList<>(filled("webhook_secret"));
        publicKeys.addAll(filled("event_webhook_secret"));
        String user = reader.text("webhook_username", null);
        List<Secret> passwords = filled("webhook_password");
        if (user != null && user.indexOf(':') >= 0) {
            reader.problem("webhook_username", "must not contain a colon, which ends the name in basic authentication");
        }
        if ((user == null) != passwords.isEmpty()) {
            reader.problem(
                    user == null ? "webhook_username" : "webhook_password",
                    "webhook_username and webhook_password go together");
        }
        List<String> addresses = addresses();
        return new SendGridSettings(
                config.tenantId(),
                config.channelId(),
                apiBase(),
                key(),
                publicKeys,
                user == null ? List.of() : List.of(Secret.of(user)),
                passwords,
                addresses,
                inboundHost(addresses),
                reader.httpUri("webhook_url"),
                observe);
    }

    /** The address customers write to first. */
    private List<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>();
        String ticket = config.ticketAddress();
        if (ticket != null && isAddress(ticket.strip())) {
            addresses.add(ticket.strip().toLowerCase(Locale.ROOT));
        }
        String own = reader.text("email_address", null);
        if (own != null && isAddress(own)) {
            addresses.add(own.toLowerCase(Locale.ROOT));
        } else if (own != null && !own.isEmpty()) {
            reader.problem("email_address", "must be an e-mail address");
        } else if (addresses.isEmpty()) {
            reader.problem("email_address", "is required, unless the channel has a ticket_address");
        }
        return List.copyOf(addresses);
    }

    private static boolean isAddress(String text) {
        int at = text.lastIndexOf('@');
        return at > 0 && at < text.length() - 1 && text.chars().noneMatch(c -> c <= ' ' || c == 127);
    }

    private String inboundHost(List<String> addresses) {
        String host = reader.text("inbound_host", null);
        if (host == null) {
            return addresses.isEmpty() ? "" : WebhookKeys.domain(addresses.get(0));
        }
        String lower = host.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(lower).matches()) {
            reader.problem("inbound_host", "must be the name of a host, such as in.example.com");
        }
        return lower;
    }

    private Secret key() {
        Secret key = reader.requiredSecret("api_key");
        String text = key.reveal();
        if (reader.has("api_key") && text.isBlank()) {
            reader.problem("api_key", "must not be empty");
        } else if (text.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            reader.problem("api_key", "must not contain white space or letters beyond ASCII");
        }
        return key;
    }

    /** An empty secret would prove everything to everybody. */
    private List<Secret> filled(String field) {
        List<Secret> secrets = reader.secrets(field);
        if (secrets.stream().anyMatch(secret -> secret.reveal().isBlank())) {
            reader.problem(field, "must not be empty");
            return List.of();
        }
        return secrets;
    }

    private URI apiBase() {
        String region = reader.choice("region", "us", Set.of("us", "eu"));
        @Nullable URI given = reader.httpUri("api_base_url");
        if (given == null) {
            return URI.create("eu".equals(region) ? "https://api.eu.sendgrid.com" : "https://api.sendgrid.com");
        }
        if (given.getRawQuery() != null || given.getRawFragment() != null || given.getRawUserInfo() != null) {
            reader.problem("api_base_url", "must be a plain prefix, without user, query and fragment");
        }
        // People copy the prefix with the version, which stands in the paths here.
        return URI.create(given.toString().replaceAll("/+$", "").replaceAll("/v3$", ""));
    }
}
