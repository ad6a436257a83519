package io.deskwire.adapter.graph;

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
import org.jspecify.annotations.Nullable;

/** Reads the document of a Microsoft 365 channel and finds everything that is wrong with it. */
final class SettingsParser {

    static final Set<String> SECRETS = Set.of("client_secret", "refresh_token", "webhook_secret");

    /** Which tenants of Microsoft cannot be named where nobody signs in. */
    private static final Set<String> ANYBODYS = Set.of("common", "organizations", "consumers");

    private static final Set<String> NOT_READ = Set.of(Folders.SENT, "drafts", "outbox");

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
    static GraphSettings parse(ChannelConfig config) {
        SettingsParser parser = new SettingsParser(config);
        GraphSettings settings = parser.read();
        if (!parser.reader.problems().isEmpty()) {
            throw new IllegalArgumentException("the document has problems: " + parser.reader.problems());
        }
        return settings;
    }

    private GraphSettings read() {
        // A setting of the core; checked here so that a wrong one is reported with the others.
        reader.integer("poll_interval_seconds", 60, 1, 86_400);
        boolean delegated = reader.choice("auth_mode", "app_only", Set.of("app_only", "delegated"))
                .equals("delegated");
        String clientId = reader.requiredText("client_id");
        List<Secret> secrets = clientSecrets(delegated);
        List<Secret> refresh = refreshTokens(delegated);
        String tenant = tenant(delegated);
        String account = address("email_address", reader.requiredText("email_address"));
        URI api = apiBase();
        Cloud cloud = Cloud.of(api.getHost());
        URI token = endpoint("token_url", cloud.login() + "/" + tenant + "/oauth2/v2.0/token");
        URI authorize = endpoint("authorize_url", cloud.login() + "/" + tenant + "/oauth2/v2.0/authorize");
        String scopeRoot = scopeRoot(cloud);
        String folder = folder();
        String mailbox = mailbox(delegated, account);
        String scope = delegated
                ? String.join(" ", GraphConsent.scopes(scopeRoot, !mailbox.equalsIgnoreCase(account)))
                : scopeRoot + "/.default";
        return new GraphSettings(
                config.tenantId(),
                config.channelId(),
                grants(clientId, secrets, refresh, token, scope, delegated),
                clientId,
                secrets.isEmpty() ? null : secrets.get(0),
                delegated,
                account,
                mailbox,
                folder,
                api,
                token,
                authorize,
                scopeRoot,
                webhookUrl(),
                reader.secrets("webhook_secret"),
                afterIntake(folder),
                startFrom(),
                reader.integer("max_message_mb", 35, 1, 150) * 1024L * 1024,
                reader.choice("verification", "enforce", Set.of("enforce", "observe"))
                        .equals("observe"));
    }

    private List<Secret> clientSecrets(boolean delegated) {
        List<Secret> secrets = reader.secrets("client_secret");
        if (secrets.isEmpty() && !delegated && !reader.has("client_secret")) {
            reader.problem("client_secret", "is required, unless auth_mode is delegated");
        } else if (secrets.isEmpty() && config.config().get("client_secret") instanceof String) {
            reader.problem("client_secret", "must not be empty");
        }
        return secrets;
    }

    /** None before the account is connected: then the channel is there and says what to do. */
    private List<Secret> refreshTokens(boolean delegated) {
        List<Secret> tokens = reader.secrets("refresh_token");
        if (!delegated && reader.has("refresh_token")) {
            reader.problem("refresh_token", "needs auth_mode delegated");
        }
        return tokens;
    }

    private String tenant(boolean delegated) {
        String tenant = delegated ? reader.text("tenant_id", "common") : reader.requiredText("tenant_id");
        String id = tenant == null ? "" : tenant;
        if (!id.isEmpty() && !id.matches("[A-Za-z0-9._-]+")) {
            reader.problem("tenant_id", "must be the directory's id or one of its domains");
            return "common";
        }
        if (!delegated && ANYBODYS.contains(id.toLowerCase(Locale.ROOT))) {
            reader.problem("tenant_id", "must name one directory with auth_mode app_only, not " + id);
        }
        return id.isEmpty() ? "common" : id;
    }

    private URI apiBase() {
        URI given = reader.httpUri("api_base_url");
        if (given == null) {
            return URI.create(Cloud.GLOBAL.graph() + "/v1.0");
        }
        if (given.getRawQuery() != null || given.getRawFragment() != null || given.getRawUserInfo() != null) {
            reader.problem("api_base_url", "must be a plain address without user, query or fragment");
        }
        String text = given.toString();
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        String path = given.getPath();
        return URI.create(path == null || path.isEmpty() || path.equals("/") ? text + "/v1.0" : text);
    }

    private URI endpoint(String field, String absent) {
        URI given = reader.httpUri(field);
        return given == null ? URI.create(absent) : given;
    }

    private String scopeRoot(Cloud cloud) {
        URI given = reader.httpUri("scope_root");
        String text = given == null ? cloud.graph() : given.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private String mailbox(boolean delegated, String account) {
        String shared = reader.text("shared_mailbox", null);
        if (shared == null || shared.isEmpty()) {
            return account;
        }
        if (!delegated) {
            reader.problem(
                    "shared_mailbox", "needs auth_mode delegated; with app_only email_address is the shared mailbox");
        }
        return address("shared_mailbox", shared);
    }

    private String address(String field, String text) {
        int at = text.indexOf('@');
        boolean odd = at < 1 || at != text.lastIndexOf('@') || at == text.length() - 1;
        if (!text.isEmpty() && (odd || text.chars().anyMatch(c -> c <= ' ' || c == 127 || c == '/'))) {
            reader.problem(field, "must be one e-mail address");
        }
        return text;
    }

    private List<Grant> grants(
            String clientId,
            List<Secret> secrets,
            List<Secret> refresh,
            URI tokenUrl,
            String scope,
            boolean delegated) {
        List<Grant> grants = new ArrayList<>();
        if (delegated && refresh.isEmpty()) {
            // Without it the grant would be one of the application's own.
            return grants;
        }
        for (int i = 0; i < Math.max(1, Math.max(secrets.size(), refresh.size())); i++) {
            grants.add(new Grant(
                    config.tenantId(),
                    config.channelId(),
                    tokenUrl,
                    clientId,
                    atMost(secrets, i),
                    atMost(refresh, i),
                    scope));
        }
        return grants;
    }

    private static @Nullable Secret atMost(List<Secret> secrets, int i) {
        return secrets.isEmpty() ? null : secrets.get(Math.min(i, secrets.size() - 1));
    }

    private @Nullable URI webhookUrl() {
        URI url = reader.httpUri("webhook_url");
        if (url != null && (url.getRawFragment() != null || url.getRawUserInfo() != null)) {
            reader.problem("webhook_url", "must be an address without user name and fragment");
        }
        return url;
    }

    private String folder() {
        String text = reader.text("folder", "Inbox");
        String folder = text == null || text.isEmpty() ? "Inbox" : text;
        if (hasControl(folder) || Folders.path(folder).isEmpty()) {
            reader.problem("folder", "must be a folder's name or a path such as Inbox/Support");
        } else if (NOT_READ.contains(Folders.wellKnown(folder))) {
            reader.problem("folder", "must not hold what is sent from here");
        }
        return folder;
    }

    private AfterIntake afterIntake(String folder) {
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
            reader.problem("after_intake", "must be none, mark_seen, delete or move:FOLDER");
            return AfterIntake.NONE;
        }
        String target = word.substring("move:".length()).strip();
        if (Folders.path(target).isEmpty() || hasControl(target)) {
            reader.problem("after_intake", "must name a folder after move:");
        } else if (Folders.path(target).equals(Folders.path(folder))
                || (!Folders.wellKnown(target).isEmpty()
                        && Folders.wellKnown(target).equals(Folders.wellKnown(folder)))) {
            reader.problem("after_intake", "must not move to the folder that is read");
        }
        return new AfterIntake(AfterIntake.Action.MOVE, target);
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

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 127);
    }
}
