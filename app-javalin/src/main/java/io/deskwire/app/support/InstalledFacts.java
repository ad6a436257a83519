package io.deskwire.app.support;

import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.config.Secret;
import io.deskwire.jdbc.Database;
import java.net.InetAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is installed and how it is set up. */
final class InstalledFacts {

    private InstalledFacts() {}

    static Map<String, Object> versions(Database database) {
        Runtime runtime = Runtime.getRuntime();
        String version = InstalledFacts.class.getPackage().getImplementationVersion();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("deskwire", version == null ? "built from source" : version);
        tree.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        tree.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        tree.put("processors", runtime.availableProcessors());
        tree.put("memory_mb", runtime.maxMemory() >> 20);
        tree.put("database", database.isShared() ? "postgresql" : "sqlite");
        tree.put("tables_version", database.lookout().tablesVersion());
        return tree;
    }

    /** By the names of the variables. Every secret says only whether it is set. */
    static Map<String, @Nullable Object> settings(Settings settings) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            tree.put(setting.variable(), value(setting, settings));
        }
        return tree;
    }

    /** A setting that is new must be named here, and whoever names it decides what of it is shown. */
    private static @Nullable Object value(Setting setting, Settings settings) {
        return switch (setting) {
            case PORT -> settings.port();
            case HOST -> settings.host();
            case DATA_DIR -> settings.dataDir().toString();
            case DB_URL -> database(settings.dbUrl());
            case DB_USER -> settings.dbUser() == null ? "not set" : "set";
            case DB_PASSWORD -> isSet(settings.dbPassword());
            case ADMIN_TOKEN -> isSet(settings.adminToken());
            case MASTER_KEY -> isSet(settings.masterKey());
            case PUBLIC_URL -> origin(settings.publicUrl());
            case ALLOW_PRIVATE_ENDPOINTS ->
                settings.egress().permits(InetAddress.getLoopbackAddress())
                        ? "loopback is allowed"
                        : "loopback is not allowed";
            case SINK_URL -> origin(settings.sinkUrl());
            case SINK_SECRET -> isSet(settings.sinkSecret());
            case SINK_FILES -> settings.sinkFiles().toString();
            case SINK_LOOKUP_URL -> origin(settings.sinkLookupUrl());
            case RAW_RETENTION_DAYS -> settings.retention().raw().toDays();
            case KEY_RETENTION_DAYS -> settings.retention().keys().toDays();
            case EVENT_RETENTION_DAYS -> settings.eventRetention().toDays();
            case DEAD_LETTER_ALARM_HOURS -> settings.deadLetterPatience().toHours();
            case CONNECTIONS_PER_TENANT -> settings.connectionsPerTenant();
            case RATE_WRONG_TOKENS -> settings.limits().wrongTokens();
            case RATE_CALLS -> settings.limits().calls();
            case RATE_WEBHOOKS -> settings.limits().webhooks();
            case RATE_SENDS -> settings.limits().sends();
            case TRUSTED_PROXIES -> settings.limits().proxies().size() + " ranges";
        };
    }

    private static String isSet(@Nullable Secret secret) {
        return secret == null ? "not set" : "set";
    }

    /** Paths and queries may hold keys. */
    private static String origin(@Nullable URI address) {
        return address == null
                ? "not set"
                : address.getScheme() + "://" + address.getHost()
                        + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    /** Without what may follow the name of the database: users and passwords do in some forms. */
    private static String database(@Nullable String url) {
        if (url == null) {
            return "embedded";
        }
        int end = url.indexOf('?');
        String plain = end < 0 ? url : url.substring(0, end);
        return plain.indexOf('@') < 0 ? plain : plain.substring(0, plain.indexOf("//") + 2) + "…";
    }
}
