package io.deskwire.jdbc;

import io.deskwire.config.ConfigProblem;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Encrypts stored secrets anew under the first of the master keys, channel by channel, while others work on them. */
final class SecretRenewal {

    /** How often somebody else may change a channel while it is renewed. */
    private static final int MOST_RIVALS = 10;

    private final Reader reader;
    private final Writer writer;
    private final AesSecretCipher cipher;
    private final Function<String, Set<String>> secretFieldsOfProvider;
    private final List<String> problems = new ArrayList<>();

    SecretRenewal(
            Reader reader,
            Writer writer,
            AesSecretCipher cipher,
            Function<String, Set<String>> secretFieldsOfProvider) {
        this.reader = reader;
        this.writer = writer;
        this.cipher = cipher;
        this.secretFieldsOfProvider = secretFieldsOfProvider;
    }

    Database.Renewed run(IntConsumer progress) {
        int secrets = 0;
        int current = 0;
        for (ConfigRow row : rows()) {
            ConfigRow now = renewed(row);
            secrets += texts(now).size();
            current += (int) texts(now).stream().filter(cipher::isCurrent).count();
            progress.accept(current);
        }
        for (SubscriptionSecret stored : subscriptions()) {
            secrets++;
            current += renewed(stored) ? 1 : 0;
            progress.accept(current);
        }
        return new Database.Renewed(secrets, current, problems);
    }

    private record SubscriptionSecret(String tenantId, String id, String text) {}

    private List<SubscriptionSecret> subscriptions() {
        return reader.read(handle -> handle.select("SELECT tenant_id, id, secret FROM deskwire_subscription")
                .map((row, context) -> new SubscriptionSecret(
                        row.getString("tenant_id"), row.getString("id"), row.getString("secret")))
                .list());
    }

    /** Whether it stands under the first key now; one that somebody replaced meanwhile does. */
    private boolean renewed(SubscriptionSecret stored) {
        if (cipher.isCurrent(stored.text())) {
            return true;
        }
        String context = EventRows.context(stored.tenantId(), stored.id());
        try {
            String next = cipher.encrypt(cipher.decrypt(stored.text(), context), context);
            writer.call(new Statement(
                    "UPDATE deskwire_subscription SET secret = ? WHERE tenant_id = ? AND id = ? AND secret = ?",
                    next,
                    stored.tenantId(),
                    stored.id(),
                    stored.text()));
            return true;
        } catch (IllegalArgumentException e) {
            problems.add(
                    stored.tenantId() + ", subscription " + stored.id() + " cannot be decrypted: " + e.getMessage());
            return false;
        }
    }

    private List<ConfigRow> rows() {
        return reader.read(handle -> ConfigTables.read(handle, null));
    }

    /** The row as it stands in the end. */
    private ConfigRow renewed(ConfigRow row) {
        ConfigRow stored = row;
        for (int i = 0; i < MOST_RIVALS; i++) {
            ConfigRow before = stored;
            if (texts(before).stream().allMatch(cipher::isCurrent)) {
                return before;
            }
            SecretFields fields = fields(before);
            List<ConfigProblem> unreadable = new ArrayList<>();
            Map<String, Object> document = Json.strict().parseObject(String.valueOf(before.config()));
            Map<String, Object> plain = fields.decrypt(document, unreadable);
            if (!unreadable.isEmpty()) {
                unreadable.forEach(problem -> problems.add(
                        before.tenantId() + "/" + before.channelId() + " " + problem.path() + " " + problem.message()));
                return before;
            }
            ConfigRow next = new ConfigRow(
                    before.tenantId(),
                    before.channelId(),
                    before.provider(),
                    Json.write(fields.encrypt(plain)),
                    before.ticketAddress(),
                    before.parserConfig(),
                    before.active());
            if (writer.call(new ConfigWrites.Replace(
                    new ConfigWrites.Put(reader.dialect(), next), found -> found.equals(before)))) {
                return next;
            }
            stored = rows().stream()
                    .filter(found -> found.tenantId().equals(before.tenantId())
                            && found.channelId().equals(before.channelId()))
                    .findFirst()
                    .orElse(null);
            if (stored == null) {
                // Removed meanwhile, and its secrets with it.
                return new ConfigRow(before.tenantId(), before.channelId(), before.provider(), null, null, null, false);
            }
        }
        problems.add(stored.tenantId() + "/" + stored.channelId() + " was changed " + MOST_RIVALS + " times meanwhile");
        return stored;
    }

    private SecretFields fields(ConfigRow row) {
        return new SecretFields(cipher, row.tenantId(), row.channelId(), secretFieldsOfProvider.apply(row.provider()));
    }

    private List<String> texts(ConfigRow row) {
        if (row.config() == null) {
            return List.of();
        }
        try {
            return fields(row).encrypted(Json.strict().parseObject(row.config()));
        } catch (JsonException e) {
            // No document: nothing of ours is in it.
            return List.of();
        }
    }
}
