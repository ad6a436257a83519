package io.deskwire.adapter.cloud.postmark;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.config.SettingsReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the document of a Postmark channel and finds everything that is wrong with it. */
final class SettingsParser {

    static final Set<String> SECRETS = Set.of("api_key", "account_api_key", "webhook_username", "webhook_password");

    // It stands in paths and queries of calls.
    private static final Pattern STREAM = Pattern.compile("[a-z0-9]([a-z0-9_-]{0,29})");

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
    static PostmarkSettings parse(ChannelConfig config) {
        SettingsParser parser = new SettingsParser(config);
        PostmarkSettings settings = parser.read();
        if (!parser.reader.problems().isEmpty()) {
            throw new IllegalArgumentException("the document has problems: " + parser.reader.problems());
        }
        return settings;
    }

    private PostmarkSettings read() {
        boolean observe = reader.choice("verification", "enforce", Set.of("enforce", "observe"))
                .equals("observe");
        Secret key = reader.requiredSecret("api_key");
        Secret accountKey = reader.secret("account_api_key");
        token("api_key", key);
        token("account_api_key", accountKey);
        List<Secret> users = credential("webhook_username", observe);
        if (users.stream().anyMatch(user -> user.reveal().indexOf(':') >= 0)) {
            // RFC 7617 section 2: what stands behind the first colon is the password.
            reader.problem("webhook_username", "must not contain a colon");
        }
        return new PostmarkSettings(
                config.tenantId() + "/" + config.channelId(),
                key,
                accountKey,
                users,
                credential("webhook_password", observe),
                addresses(),
                stream(),
                apiBase(),
                reader.httpUri("webhook_url"),
                observe);
    }

    private void token(String field, @Nullable Secret token) {
        if (token != null && token.reveal().chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            reader.problem(field, "must not contain white space or letters beyond ASCII");
        }
    }

    private List<Secret> credential(String field, boolean observe) {
        List<Secret> values = reader.secrets(field);
        if (values.stream().anyMatch(value -> value.reveal().isBlank())) {
            reader.problem(field, "must not be empty");
            return List.of();
        }
        if (values.isEmpty() && !observe && !reader.has(field)) {
            reader.problem(
                    field,
                    "is required: Postmark signs nothing, so the user name and password in the address that it posts to"
                            + " are all that proves a post genuine");
        }
        return values;
    }

    private List<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>();
        add(config.ticketAddress(), addresses);
        for (String field : List.of("email_address", "inbound_address")) {
            String address = reader.text(field, null);
            if (address != null && Mailboxes.plain(address).isEmpty()) {
                reader.problem(field, "must be an e-mail address");
            }
            add(address, addresses);
        }
        if (addresses.isEmpty() && !reader.has("email_address")) {
            reader.problem("email_address", "is required where the channel has no ticket address");
        }
        return new ArrayList<>(addresses);
    }

    private static void add(@Nullable String address, Set<String> addresses) {
        String plain = Mailboxes.plain(address);
        if (!plain.isEmpty()) {
            addresses.add(plain);
        }
    }

    private String stream() {
        String stream = reader.text("message_stream", "outbound");
        if (stream == null || !STREAM.matcher(stream).matches()) {
            reader.problem("message_stream", "must be the id of a message stream, such as outbound");
            return "outbound";
        }
        return stream;
    }

    private URI apiBase() {
        URI given = reader.httpUri("api_base_url");
        if (given == null) {
            return URI.create("https://api.postmarkapp.com");
        }
        if (given.getRawQuery() != null || given.getRawFragment() != null || given.getRawUserInfo() != null) {
            reader.problem("api_base_url", "must be a plain prefix, without user, query and fragment");
        }
        return URI.create(given.toString().replaceAll("/+$", ""));
    }
}
