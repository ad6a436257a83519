package io.deskwire.adapter.cloud.ses;

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

/** Reads the document of an Amazon SES channel and finds everything that is wrong with it. */
final class SettingsParser {

    static final Set<String> SECRETS = Set.of("secret_access_key", "session_token");

    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_]{1,128}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern CONFIGURATION_SET = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int LONGEST_PREFIX = 900;

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
    static SesSettings parse(ChannelConfig config) {
        SettingsParser parser = new SettingsParser(config);
        SesSettings settings = parser.read();
        if (!parser.reader.problems().isEmpty()) {
            throw new IllegalArgumentException("the document has problems: " + parser.reader.problems());
        }
        return settings;
    }

    private SesSettings read() {
        boolean observe = reader.choice("verification", "enforce", Set.of("enforce", "observe"))
                .equals("observe");
        AwsCredentials credentials = credentials();
        String region = region();
        Set<String> topics = topics(observe);
        String bucket = bucket();
        String prefix = prefix(bucket);
        return new SesSettings(
                config.tenantId(),
                config.channelId(),
                ChannelMark.of(config.tenantId(), config.channelId()),
                credentials,
                region,
                topics,
                bucket,
                prefix,
                ownAddresses(),
                from(),
                reader.httpUri("webhook_url"),
                configurationSet(),
                apiBase(region),
                base("s3_base_url"),
                base("sns_base_url"),
                observe,
                reader.bool("require_signature_v2", false));
    }

    private AwsCredentials credentials() {
        String id = reader.requiredText("access_key_id");
        if (!id.isEmpty() && !KEY_ID.matcher(id).matches()) {
            reader.problem("access_key_id", "must be the id of an access key, such as AKIA…: letters and digits alone");
        }
        Secret key = reader.requiredSecret("secret_access_key");
        refuseBlank("secret_access_key", key);
        Secret token = reader.secret("session_token");
        refuseBlank("session_token", token);
        return new AwsCredentials(id, key, token);
    }

    private void refuseBlank(String field, @Nullable Secret secret) {
        if (secret == null || !reader.has(field)) {
            return;
        }
        String text = secret.reveal();
        if (text.isBlank()) {
            reader.problem(field, "must not be empty");
        } else if (text.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            reader.problem(field, "must not contain white space or letters beyond ASCII");
        }
    }

    private String region() {
        String region = reader.requiredText("region").toLowerCase(Locale.ROOT);
        if (!region.isEmpty() && !Regions.isName(region)) {
            reader.problem("region", "must be the name of an Amazon region, such as eu-west-1");
        }
        return region;
    }

    private Set<String> topics(boolean observe) {
        Set<String> topics = new LinkedHashSet<>();
        Object value = config.config().get("topic_arn");
        List<?> given = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        for (Object entry : given) {
            String text = entry instanceof String string ? string.strip() : "";
            if (TopicArn.of(text).isEmpty()) {
                reader.problem(
                        "topic_arn",
                        "must be a topic's ARN, such as arn:aws:sns:eu-west-1:111122223333:desk-inbound, or an array of"
                                + " them");
            } else {
                topics.add(text);
            }
        }
        if (given.isEmpty() && !observe) {
            reader.problem(
                    "topic_arn",
                    "is required: a signature of Amazon proves nothing unless the topic is the channel's own");
        }
        return topics;
    }

    private @Nullable String bucket() {
        String bucket = reader.text("s3_bucket", null);
        if (bucket == null || bucket.isEmpty()) {
            return null;
        }
        if (!BUCKET.matcher(bucket).matches() || bucket.contains("..")) {
            reader.problem("s3_bucket", "must be a bucket's name: lower-case letters, digits, dots and dashes");
            return null;
        }
        return bucket;
    }

    private String prefix(@Nullable String bucket) {
        String prefix = String.valueOf(reader.text("s3_prefix", ""));
        if (!prefix.isEmpty() && bucket == null && !reader.has("s3_bucket")) {
            reader.problem("s3_prefix", "says nothing without s3_bucket");
        }
        if (prefix.length() > LONGEST_PREFIX || prefix.startsWith("/")) {
            reader.problem("s3_prefix", "must be what the objects' names begin with, without a slash before it");
        }
        return prefix;
    }

    /** The address that answers come from and mail is for. */
    private @Nullable String from() {
        String address = reader.text("email_address", config.ticketAddress());
        if (address == null || address.isBlank()) {
            return null;
        }
        int at = address.lastIndexOf('@');
        if (reader.has("email_address") && (at < 1 || at == address.length() - 1 || address.indexOf(' ') >= 0)) {
            reader.problem("email_address", "must be an e-mail address");
        }
        return address.strip();
    }

    private Set<String> ownAddresses() {
        Set<String> own = new LinkedHashSet<>();
        String configured = reader.text("email_address", null);
        for (String address : new String[] {configured, config.ticketAddress()}) {
            if (address != null && !address.isBlank()) {
                own.add(Mailboxes.key(address));
            }
        }
        return own;
    }

    private @Nullable String configurationSet() {
        String name = reader.text("configuration_set", null);
        if (name == null || name.isEmpty()) {
            return null;
        }
        if (!CONFIGURATION_SET.matcher(name).matches()) {
            reader.problem("configuration_set", "must be a name of letters, digits, dashes and underscores");
        }
        return name;
    }

    private URI apiBase(String region) {
        URI given = base("api_base_url");
        if (given != null) {
            return given;
        }
        String known = Regions.isName(region) ? region : "us-east-1";
        return URI.create("https://email." + known + "." + Regions.domain(known));
    }

    private @Nullable URI base(String field) {
        URI given = reader.httpUri(field);
        if (given == null) {
            return null;
        }
        if (given.getRawQuery() != null || given.getRawFragment() != null || given.getRawUserInfo() != null) {
            reader.problem(field, "must be a plain prefix, without user, query and fragment");
        }
        return URI.create(given.toString().replaceAll("/+$", ""));
    }
}
