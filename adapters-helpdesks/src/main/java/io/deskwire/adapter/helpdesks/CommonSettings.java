package io.deskwire.adapter.helpdesks;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.config.SettingsReader;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** What the documents of all helpdesks have; for this module's packages. */
public final class CommonSettings {

    /** Names of the fields that hold secrets in some helpdesk's document or other. */
    public static final Set<String> SECRETS = Set.of("api_token", "webhook_secret");

    private final ChannelConfig config;
    private final SettingsReader reader;
    private final URI base;
    private final Secret token;
    private final List<Secret> webhookSecrets;
    private final boolean observe;
    private final boolean polls;
    private final AnswerNews news;

    /**
     * Reads them.
     *
     * @param usualBase what {@code api_base_url} is for; named where it is missing
     * @param hooks whether the helpdesk posts to us
     */
    public CommonSettings(ChannelConfig config, String usualBase, boolean hooks) {
        this.config = config;
        this.reader = new SettingsReader(config.config(), "config");
        this.base = base(usualBase);
        this.token = reader.requiredSecret("api_token");
        if (token.reveal().chars().anyMatch(c -> c < ' ' || c >= 127)) {
            reader.problem("api_token", "must not contain control characters or letters beyond ASCII");
        }
        this.observe = reader.choice("verification", "enforce", Set.of("enforce", "observe"))
                .equals("observe");
        this.webhookSecrets = reader.secrets("webhook_secret");
        this.polls = reader.bool("poll", true);
        if (hooks && webhookSecrets.isEmpty() && !observe && !polls && !reader.has("webhook_secret")) {
            reader.problem("webhook_secret", "is required unless the helpdesk is polled");
        }
        this.news = AnswerNews.of(reader.choice("delivery_notes", "sent", Set.of("all", "sent", "failures", "none")));
    }

    private URI base(String usualBase) {
        URI given = reader.httpUri("api_base_url");
        if (given == null) {
            if (!reader.has("api_base_url")) {
                reader.problem("api_base_url", "is required: the helpdesk's address, such as " + usualBase);
            }
            return URI.create(usualBase);
        }
        if (given.getRawQuery() != null || given.getRawFragment() != null || given.getRawUserInfo() != null) {
            reader.problem("api_base_url", "must be a plain prefix, without user, query and fragment");
        }
        return URI.create(given.toString().replaceAll("/+$", ""));
    }

    /** For the fields that only one helpdesk has. */
    public SettingsReader reader() {
        return reader;
    }

    /** Everything that is wrong so far. */
    public List<ConfigProblem> problems() {
        return reader.problems();
    }

    /** Refuses a document with problems. */
    public void requireNoProblems() {
        if (!reader.problems().isEmpty()) {
            throw new IllegalArgumentException("the document has problems: " + reader.problems());
        }
    }

    public String tenantId() {
        return config.tenantId();
    }

    public String channelId() {
        return config.channelId();
    }

    /** Prefix of the API, without a slash at its end. */
    public URI base() {
        return base;
    }

    public Secret token() {
        return token;
    }

    /** What proves webhooks, the current one first; empty when none are taken. */
    public List<Secret> webhookSecrets() {
        return webhookSecrets;
    }

    /** Whether webhooks that are not proven are taken and counted. */
    public boolean observe() {
        return observe;
    }

    /** Whether changes are asked for. */
    public boolean polls() {
        return polls;
    }

    AnswerNews news() {
        return news;
    }
}
