package io.deskwire.app.http;

import io.deskwire.channel.ChannelState;
import io.deskwire.channel.Expiry;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.engine.Channels;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A channel as the API shows it: the tenant's document with its secrets masked, and how the channel is doing. */
final class ChannelJson {

    /** What a client may send back unchanged although only we decide on it. */
    static final Set<String> READ_ONLY = Set.of(
            "tenant_id",
            "channel_id",
            "problems",
            "paused",
            "inbound",
            "outbound",
            "last_message_at",
            "last_sent_at",
            "lag_seconds",
            "backlog",
            "expiries");

    private ChannelJson() {}

    static Map<String, @Nullable Object> tree(Channels.View view, List<Expiry> expiries, Instant now) {
        ChannelConfig config = view.config();
        ChannelState state = view.state();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("tenant_id", config.tenantId());
        tree.put("channel_id", config.channelId());
        tree.put("provider", config.provider());
        tree.put("config", config.config());
        tree.put("ticket_address", config.ticketAddress());
        tree.put("parser_config", config.parserConfig());
        tree.put("is_active", config.active());
        tree.put("problems", problems(view.problems()));
        tree.put("paused", state.paused());
        tree.put("inbound", side(state.inbound()));
        tree.put("outbound", side(state.outbound()));
        tree.put("last_message_at", text(state.lastMessageAt()));
        tree.put("last_sent_at", text(state.lastSentAt()));
        tree.put("lag_seconds", lag(state.inbound(), now));
        tree.put("backlog", view.backlog());
        tree.put("expiries", expiries.stream().map(ChannelJson::expiry).toList());
        return tree;
    }

    private static Map<String, Object> expiry(Expiry expiry) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("what", expiry.what());
        tree.put("at", expiry.at().toString());
        tree.put("renewed", expiry.renewed());
        return tree;
    }

    /** How old our knowledge of the source is; null until it was reached once. */
    private static @Nullable Long lag(ChannelState.Side inbound, Instant now) {
        Instant lastOk = inbound.lastOkAt();
        return lastOk == null ? null : Math.max(0, Duration.between(lastOk, now).toSeconds());
    }

    private static Map<String, @Nullable Object> side(ChannelState.Side side) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("state", side.status().name().toLowerCase(Locale.ROOT));
        tree.put("reason", side.reason());
        tree.put("hint", side.hint());
        tree.put("since", text(side.since()));
        tree.put("last_ok_at", text(side.lastOkAt()));
        tree.put("failures", side.failures());
        tree.put("next_attempt_at", text(side.nextAttemptAt()));
        return tree;
    }

    /** Everything wrong with a document, as {@code path} and {@code message}. */
    static List<Map<String, String>> problems(List<ConfigProblem> problems) {
        return problems.stream().map(ChannelJson::problem).toList();
    }

    private static Map<String, String> problem(ConfigProblem problem) {
        Map<String, String> tree = new LinkedHashMap<>();
        tree.put("path", problem.path());
        tree.put("message", problem.message());
        return tree;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
