package io.deskwire.testkit;

import io.deskwire.intake.Settlement;
import io.deskwire.intake.Settlement.Effect;
import io.deskwire.message.InboundMessage;
import java.util.ArrayList;
import java.util.List;

/** What becomes true together with a settled item. */
final class MemoryEffects {

    private final MemoryTables tables;
    private final MemoryOutbox outbox;
    private final MemoryServiceWindows windows;
    private final MemoryTallies tallies;

    MemoryEffects(MemoryTables tables, MemoryOutbox outbox, MemoryServiceWindows windows, MemoryTallies tallies) {
        this.tallies = tallies;
        this.tables = tables;
        this.outbox = outbox;
        this.windows = windows;
    }

    /** Reads the files of what was sent elsewhere, so that nothing can fail once something was changed. */
    static List<Effect> withFilesRead(Settlement settlement) {
        List<Effect> effects = settlement instanceof Settlement.Filed filed
                ? filed.effects()
                : settlement instanceof Settlement.Filtered filtered
                        ? filtered.effects()
                        : settlement instanceof Settlement.Quarantined held ? held.effects() : List.of();
        return effects.stream()
                .map(effect -> effect instanceof Effect.Echo echo
                        ? new Effect.Echo(MemoryDraft.withFilesRead(echo.sent()))
                        : effect)
                .toList();
    }

    void apply(InboundMessage item, List<Effect> effects) {
        String tenant = item.tenantId();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Annotate annotate) {
                TenantKey message = new TenantKey(tenant, annotate.messageId());
                if (tables.messages.containsKey(message)) {
                    tables.annotations
                            .computeIfAbsent(message, key -> new ArrayList<>())
                            .add(annotate.annotation());
                }
            } else if (effect instanceof Effect.Join join) {
                join.conversationIds().forEach(conversation -> tables.join(tenant, conversation, join.participants()));
            } else if (effect instanceof Effect.Echo echo) {
                outbox.echo(echo.sent());
            } else if (effect instanceof Effect.OpenWindow window) {
                windows.open(tenant, item.channelId(), window.addresses(), window.from());
            } else if (effect instanceof Effect.Count count) {
                tallies.add(tenant, count.names(), count.at());
            }
        }
    }
}
