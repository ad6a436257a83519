package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.ChannelMemory;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the provider last announced about the account that keeps it from working; kept until the account is well again. */
final class AccountAlarm {

    private static final String KEPT = "account_alarm";

    private final WhatsAppSettings settings;
    private final ChannelMemory memory;

    AccountAlarm(WhatsAppSettings settings, ChannelMemory memory) {
        this.settings = settings;
        this.memory = memory;
    }

    /**
     * @param until when it ends by itself, or null while only the account's health can end it
     */
    void raise(String words, @Nullable Instant until) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("words", words);
        tree.put("until", until == null ? null : until.getEpochSecond());
        memory.put(settings.tenantId(), settings.channelId(), KEPT, Json.write(tree));
    }

    void clear() {
        memory.put(settings.tenantId(), settings.channelId(), KEPT, null);
    }

    /**
     * What is wrong, if anything still is.
     *
     * @param healthy whether the account answered just now that all is well
     */
    Optional<String> words(boolean healthy, Instant now) {
        Optional<String> kept = memory.find(settings.tenantId(), settings.channelId(), KEPT);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> tree = tree(kept.get());
        Instant until = tree.get("until") instanceof Long second ? Instant.ofEpochSecond(second) : null;
        boolean over = until == null ? healthy : !until.isAfter(now);
        if (over) {
            clear();
            return Optional.empty();
        }
        return Optional.ofNullable(Tree.text(tree, "words"));
    }

    private static Map<String, Object> tree(String kept) {
        try {
            return Json.lenient().parseObject(kept);
        } catch (JsonException e) {
            return Map.of();
        }
    }
}
