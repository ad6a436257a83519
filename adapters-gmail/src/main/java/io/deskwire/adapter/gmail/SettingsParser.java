package io.deskwire.adapter.gmail;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.config.SettingsReader;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the document of a Gmail channel and finds everything that is wrong with it. */
final class SettingsParser {

    static final Set<String> SECRETS = Set.of("client_secret", "refresh_token", "service_account_json");

    private static final Pattern TOPIC = Pattern.compile("projects/[^/\\s]+/topics/[^/\\s]+");
    private static final Pattern SUBSCRIPTION = Pattern.compile("projects/[^/\\s]+/subscriptions/[^/\\s]+");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final int MOST_LABELS = 20;

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
    static GmailSettings parse(ChannelConfig config) {
        SettingsParser parser = new SettingsParser(config);
        GmailSettings settings = parser.read();
        if (!parser.reader.problems().isEmpty()) {
            throw new IllegalArgumentException("the document has problems: " + parser.reader.problems());
        }
        return settings;
    }

    private GmailSettings read() {
        // A setting of the core; checked here so that a wrong one is reported with the others.
        reader.integer("poll_interval_seconds", 60, 1, 86_400);
        String address = email("email_address", reader.requiredText("email_address"));
        boolean serviceAccount = reader.has("service_account_json");
        URI tokenUrl = reader.httpUri("token_url");
        List<Grant> grants;
        String clientId = "";
        Secret clientSecret = null;
        if (serviceAccount) {
            grants = new ServiceAccountKey(config, reader).grants(subject(address), tokenUrl);
        } else {
            if (reader.has("subject")) {
                reader.problem("subject", "is for service accounts: it needs service_account_json");
            }
            clientId = reader.requiredText("client_id");
            reader.requiredSecret("client_secret");
            clientSecret = reader.secret("client_secret");
            grants = grants(clientId, tokenUrl == null ? Google.TOKEN_URL : tokenUrl);
        }
        List<String> labels = labels();
        boolean spamAndTrash = reader.bool("include_spam_trash", false);
        return new GmailSettings(
                config.tenantId(),
                config.channelId(),
                address,
                clientId,
                clientSecret,
                grants,
                apiBase(),
                tokenUrl == null ? Google.TOKEN_URL : tokenUrl,
                address("authorize_url", Google.AUTHORIZE_URL),
                reader.integer("quota_units_per_minute", QuotaBudget.PER_MINUTE, 600, 10_000_000),
                labels,
                spamAndTrash,
                startFrom(),
                afterIntake(labels),
                push());
    }

    private String subject(String address) {
        String subject = reader.text("subject", null);
        return subject == null || subject.isEmpty() ? address : email("subject", subject);
    }

    /** One grant per refresh token; a second client secret is tried with whatever token belongs to it. */
    private List<Grant> grants(String clientId, URI tokenUrl) {
        List<Secret> secrets = reader.secrets("client_secret");
        List<Secret> refresh = reader.secrets("refresh_token");
        List<Grant> grants = new ArrayList<>();
        if (refresh.isEmpty() || secrets.isEmpty()) {
            return grants;
        }
        for (int i = 0; i < Math.max(secrets.size(), refresh.size()); i++) {
            grants.add(new Grant(
                    config.tenantId(),
                    config.channelId(),
                    tokenUrl,
                    clientId,
                    secrets.get(Math.min(i, secrets.size() - 1)),
                    refresh.get(Math.min(i, refresh.size() - 1)),
                    null));
        }
        return grants;
    }

    private URI apiBase() {
        URI base = address("api_base_url", Google.API_BASE);
        return base.toString().endsWith("/") ? base : URI.create(base + "/");
    }

    private URI address(String field, URI absent) {
        URI given = reader.httpUri(field);
        return given == null ? absent : given;
    }

    private String email(String field, String text) {
        if (!text.isEmpty() && !EMAIL.matcher(text).matches()) {
            reader.problem(field, "must be an e-mail address");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private PushSettings push() {
        String account = reader.text("push_service_account", null);
        return new PushSettings(
                reader.bool("watch_enabled", false),
                reader.integer("watch_expiry_days", 7, 1, 7),
                named("pubsub_topic", TOPIC, "projects/PROJECT/topics/TOPIC"),
                named("pubsub_subscription", SUBSCRIPTION, "projects/PROJECT/subscriptions/SUBSCRIPTION"),
                filled(reader.text("push_audience", null)),
                account == null || account.isEmpty() ? null : email("push_service_account", account),
                address("jwks_url", Google.JWKS_URL),
                reader.httpUri("webhook_url"),
                reader.choice("verification", "enforce", Set.of("enforce", "observe"))
                        .equals("observe"));
    }

    private @Nullable String named(String field, Pattern form, String shown) {
        String text = filled(reader.text(field, null));
        if (text != null && !form.matcher(text).matches()) {
            reader.problem(field, "must be a full name such as " + shown);
        }
        return text;
    }

    private static @Nullable String filled(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private List<String> labels() {
        Object value = config.config().get("label_ids");
        if (value == null) {
            return List.of("INBOX");
        }
        if (value instanceof String text && !text.isBlank()) {
            return List.of(text.strip());
        }
        Set<String> labels = new TreeSet<>();
        boolean good = value instanceof List<?>;
        if (value instanceof List<?> list) {
            for (Object entry : list) {
                good &= entry instanceof String text && !text.isBlank();
                labels.add(String.valueOf(entry).strip());
            }
        }
        if (!good || labels.isEmpty() || labels.size() > MOST_LABELS) {
            reader.problem("label_ids", "must be an array of label ids such as INBOX, " + MOST_LABELS + " at most");
            return List.of("INBOX");
        }
        for (String never : List.of("SENT", "DRAFT", "CHAT")) {
            if (labels.contains(never)) {
                reader.problem("label_ids", "must not hold " + never + ": only received mail is read");
            }
        }
        return List.copyOf(labels);
    }

    private AfterIntake afterIntake(List<String> labels) {
        String text = reader.text("after_intake", "none");
        String word = text == null ? "none" : text;
        switch (word.toLowerCase(Locale.ROOT)) {
            case "none":
                return AfterIntake.NONE;
            case "mark_seen":
                return new AfterIntake(AfterIntake.Action.MARK_SEEN, null);
            case "delete":
                return new AfterIntake(AfterIntake.Action.DELETE, null);
            default:
                break;
        }
        if (!word.toLowerCase(Locale.ROOT).startsWith("move:")) {
            reader.problem("after_intake", "must be none, mark_seen, delete or move:LABEL");
            return AfterIntake.NONE;
        }
        String label = word.substring("move:".length()).strip();
        if (label.isEmpty()) {
            reader.problem("after_intake", "must name a label after move:");
        } else if (labels.stream().anyMatch(label::equalsIgnoreCase)) {
            reader.problem("after_intake", "must not move to a label that is read");
        }
        return new AfterIntake(AfterIntake.Action.MOVE, label);
    }

    private StartFrom startFrom() {
        String text = reader.text("start_from", "all");
        if (text == null || text.equalsIgnoreCase("all")) {
            return StartFrom.ALL;
        }
        if (text.equalsIgnoreCase("now")) {
            return StartFrom.NOW;
        }
        try {
            Instant since = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
            return new StartFrom(false, since);
        } catch (DateTimeException e) {
            reader.problem("start_from", "must be all, now, a date such as 2026-01-31 or a time in UTC");
            return StartFrom.ALL;
        }
    }
}
