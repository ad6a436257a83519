package io.deskwire.app.support;

import io.deskwire.Deskwire;
import io.deskwire.Stores;
import io.deskwire.app.Settings;
import io.deskwire.audit.AuditEntry;
import io.deskwire.audit.AuditLog;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.jdbc.Database;
import io.deskwire.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who helps from afar needs to know about an installation, as a zip of a few texts: versions, settings, channels,
 * states, what waits, who did what, figures. Without secrets, and without anything of customers: no address, subject or text.
 */
public final class SupportBundle {

    /** Of each list. */
    private static final int MOST = 1_000;

    private static final int AUDIT_ENTRIES = 200;

    private final Settings settings;
    private final Deskwire deskwire;
    private final Stores stores;
    private final Database database;
    private final ConfigStore config;
    private final Supplier<String> metrics;

    /**
     * @param metrics the figures in the text format of Prometheus; empty where nothing was counted
     */
    public SupportBundle(
            Settings settings,
            Deskwire deskwire,
            Stores stores,
            Database database,
            ConfigStore config,
            Supplier<String> metrics) {
        this.settings = settings;
        this.deskwire = deskwire;
        this.stores = stores;
        this.database = database;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Puts it together.
     *
     * @throws io.deskwire.work.StoreUnavailableException when the database cannot be asked
     */
    public byte[] bundle(Instant now) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            Writer out = new Writer(zip, now);
            out.text("README.txt", ABOUT.replace("{time}", now.toString()));
            out.json("versions.json", InstalledFacts.versions(database));
            out.json("settings.json", InstalledFacts.settings(settings));
            ChannelFacts channels = new ChannelFacts(deskwire, tenants());
            out.json("channels.json", channels.documents(MOST));
            out.json("states.json", channels.states(MOST));
            out.json("backlog.json", backlog());
            out.json("dead-letters.json", deadLetters());
            out.json("nodes.json", nodes(now));
            out.json("recurring-jobs.json", recurring());
            out.json("audit.json", audit());
            out.text("metrics.txt", metrics.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static final String ABOUT = """
            Made by Deskwire at {time} for somebody who helps from afar.

            versions.json        program, Java, machine, database
            settings.json        what is set; secrets say only whether they are set
            channels.json        tenants' documents: secrets masked, addresses, numbers and sentences taken out
            states.json          how each channel is doing
            backlog.json         what waits, by tenant and queue
            dead-letters.json    what was given up, counted by reason
            nodes.json           which node holds what
            recurring-jobs.json  what is done now and then
            audit.json           what operators did last, without where they did it from
            metrics.txt          the figures of the process that made this

            No message, subject, file name or address of a customer stands in here. Reasons are the words of programs and
            servers, with addresses, numbers and quotes taken out; look them through before you pass this on.
            """;

    /** Writes entries whose bytes are the same for the same facts. */
    private record Writer(ZipOutputStream zip, Instant now) {

        void json(String name, Object tree) throws IOException {
            text(name, Json.writePretty(tree) + "\n");
        }

        void text(String name, String text) throws IOException {
            ZipEntry entry = new ZipEntry(name);
            entry.setTimeLocal(LocalDateTime.ofInstant(now, ZoneOffset.UTC));
            zip.putNextEntry(entry);
            zip.write(text.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    private TreeSet<String> tenants() {
        TreeSet<String> tenants = new TreeSet<>();
        for (ChannelConfig channel : config.all()) {
            tenants.add(channel.tenantId());
        }
        return tenants;
    }

    private List<Map<String, @Nullable Object>> backlog() {
        return database.lookout().waiting(MOST).stream()
                .map(waiting -> {
                    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
                    tree.put("tenant_id", waiting.tenantId());
                    tree.put("queue", waiting.queue());
                    tree.put("items", waiting.items());
                    tree.put("oldest", text(waiting.oldest()));
                    return tree;
                })
                .toList();
    }

    private List<Map<String, @Nullable Object>> deadLetters() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (String tenant : tenants()) {
            stores.deadLetters().groups(tenant).stream()
                    .limit(Math.max(0, MOST - all.size()))
                    .forEach(group -> {
                        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
                        tree.put("tenant_id", tenant);
                        tree.put("stage", group.stage().name().toLowerCase(Locale.ROOT));
                        tree.put("reason", Redaction.reason(group.reason()));
                        tree.put("count", group.count());
                        tree.put("oldest", group.oldest().toString());
                        tree.put("newest", group.newest().toString());
                        all.add(tree);
                    });
        }
        return all;
    }

    private Map<String, Object> nodes(Instant now) {
        List<Map<String, Object>> nodes = database.lookout().nodes(now).stream()
                .map(node -> Map.<String, Object>of(
                        "node",
                        node.node(),
                        "channels",
                        node.channels(),
                        "work",
                        node.work(),
                        "until",
                        node.until().toString()))
                .toList();
        List<Map<String, Object>> leases = database.lookout().channelLeases(null, now, MOST).items().stream()
                .map(lease -> Map.<String, Object>of(
                        "tenant_id",
                        lease.tenantId(),
                        "channel_id",
                        lease.channelId(),
                        "node",
                        lease.node(),
                        "until",
                        lease.until().toString()))
                .toList();
        return Map.of(
                "nodes",
                nodes,
                "leases",
                leases,
                "channels_waiting_for_their_turn_here",
                deskwire.channels().heldBack());
    }

    private List<Map<String, @Nullable Object>> recurring() {
        return deskwire.recurringJobs().stream()
                .map(job -> {
                    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
                    tree.put("name", job.name());
                    tree.put("due_at", job.dueAt().toString());
                    tree.put("running_on", job.node());
                    tree.put("last_started_at", job.startedAt().toString());
                    tree.put("last_ok_at", text(job.okAt()));
                    tree.put("failures", job.failures());
                    tree.put("problem", Redaction.reason(job.problem()));
                    return tree;
                })
                .toList();
    }

    private List<Map<String, @Nullable Object>> audit() {
        return stores.audit().list(AuditLog.Filter.none(), null, AUDIT_ENTRIES).items().stream()
                .map(SupportBundle::entry)
                .toList();
    }

    private static Map<String, @Nullable Object> entry(AuditEntry entry) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("at", entry.at().toString());
        tree.put("tenant_id", entry.tenantId());
        tree.put("actor", entry.actor());
        tree.put("action", entry.action());
        tree.put("outcome", entry.outcome().name().toLowerCase(Locale.ROOT));
        tree.put("subject", Redaction.reason(entry.subject()));
        tree.put("detail", Redaction.reason(entry.detail()));
        return tree;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
