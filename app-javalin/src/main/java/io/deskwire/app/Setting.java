package io.deskwire.app;

import java.util.Locale;

/** What an operator can set: an environment variable each, and an option of {@code serve} by the same name. */
public enum Setting {
    PORT("HTTP port; 0 picks a free one (default: 7070)"),
    HOST("address to listen on (default: 127.0.0.1)"),
    DATA_DIR("folder of the embedded database and of generated keys (default: ./deskwire-data)"),
    DB_URL("JDBC URL, such as jdbc:postgresql://db/deskwire (default: embedded database in the data folder)"),
    DB_USER("the database's user"),
    DB_PASSWORD("the database's password"),
    ADMIN_TOKEN("bearer token of the admin API (default: generated on first start and kept in the data folder)"),
    MASTER_KEY("key that encrypts secrets, 256 bit in base64 (default: generated into the data folder)"),
    PUBLIC_URL("address under which providers reach this server (default: http://HOST:PORT)"),
    ALLOW_PRIVATE_ENDPOINTS("true, false or CIDRs: may tenants' configuration name private hosts (default: false)"),
    SINK_URL("deliver ticket events to this HTTP endpoint too"),
    SINK_SECRET("signs what is delivered to the sink URL (Standard Webhooks)"),
    SINK_FILES("how files go to the sink URL: named, links or inline (default: links)"),
    SINK_LOOKUP_URL("asked whether a message is there before it is delivered to the sink URL again"),
    RAW_RETENTION_DAYS("days that raw bytes are kept, or forever; tickets and their files stay (default: 30)"),
    KEY_RETENTION_DAYS("days that a message is recognised when it comes again, or forever (default: 400)"),
    EVENT_RETENTION_DAYS("days that events are kept for subscribers and can be replayed (default: 7)"),
    DEAD_LETTER_ALARM_HOURS("the log warns of dead letters that wait for longer, 0 for never (default: 24)"),
    CONNECTIONS_PER_TENANT("mailbox connections of one tenant at once on this node (default: by the Java version)"),
    RATE_WRONG_TOKENS("wrong tokens that one address may bring a minute, 0 for any number (default: 10)"),
    RATE_CALLS("calls of the API a minute with one token, 0 for any number (default: 30000)"),
    RATE_WEBHOOKS("webhook requests a minute at one channel's address, 0 for any number (default: 120000)"),
    RATE_SENDS("messages sent a minute for one tenant, more wait, 0 for any number (default: 6000)"),
    TRUSTED_PROXIES("CIDRs of reverse proxies whose X-Forwarded-For is believed (default: none)");

    private final String description;

    Setting(String description) {
        this.description = description;
    }

    /** Name of the environment variable. */
    public String variable() {
        return "DESKWIRE_" + name();
    }

    /** Name of the command-line option. */
    public String option() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One sentence for the command line's help. */
    public String description() {
        return description;
    }
}
