package io.deskwire.app.support;

import io.deskwire.Deskwire;
import io.deskwire.channel.ChannelState;
import io.deskwire.engine.Channels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tenants' channels: their documents without what is theirs alone, and how they are doing. */
final class ChannelFacts {

    private final Deskwire deskwire;
    private final Set<String> tenants;

    ChannelFacts(Deskwire deskwire, Set<String> tenants) {
        this.deskwire = deskwire;
        this.tenants = tenants;
    }

    private List<Channels.View> views(int most) {
        List<Channels.View> views = new ArrayList<>();
        for (String tenant : tenants) {
            if (views.size() >= most) {
                return views.subList(0, most);
            }
            // Their secrets are masked already.
            views.addAll(deskwire.channels().list(tenant));
        }
        return views;
    }

    List<Map<String, @Nullable Object>> documents(int most) {
        return views(most).stream().map(ChannelFacts::document).toList();
    }

    private static Map<String, @Nullable Object> document(Channels.View view) {
        Map<String, @Nullable Object> tree = named(view);
        tree.put("provider", view.config().provider());
        tree.put("is_active", view.config().active());
        tree.put("config", Redaction.document(view.config().config()));
        tree.put("parser_config", Redaction.document(view.config().parserConfig()));
        tree.put(
                "problems",
                view.problems().stream()
                        .map(problem -> Map.of(
                                "path", problem.path(), "message", String.valueOf(Redaction.reason(problem.message()))))
                        .toList());
        return tree;
    }

    List<Map<String, @Nullable Object>> states(int most) {
        return views(most).stream()
                .map(view -> {
                    Map<String, @Nullable Object> tree = named(view);
                    tree.put("paused", view.state().paused());
                    tree.put("inbound", side(view.state().inbound()));
                    tree.put("outbound", side(view.state().outbound()));
                    tree.put("last_message_at", text(view.state().lastMessageAt()));
                    tree.put("last_sent_at", text(view.state().lastSentAt()));
                    tree.put("backlog", view.backlog());
                    return tree;
                })
                .toList();
    }

    private static Map<String, @Nullable Object> named(Channels.View view) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("tenant_id", view.config().tenantId());
        tree.put("channel_id", view.config().channelId());
        return tree;
    }

    private static Map<String, @Nullable Object> side(ChannelState.Side side) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("state", side.status().name().toLowerCase(Locale.ROOT));
        tree.put("reason", Redaction.reason(side.reason()));
        tree.put("since", side.since().toString());
        tree.put("last_ok_at", text(side.lastOkAt()));
        tree.put("failures", side.failures());
        tree.put("next_attempt_at", text(side.nextAttemptAt()));
        return tree;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
