package io.deskwire.testkit;

import io.deskwire.intake.Settlement.Effect;
import io.deskwire.message.InboundMessage;
import java.util.ArrayList;
import java.util.List;

/** What becomes true together with a settled item. */
final class MemoryEffects {

    private final MemoryTables tables;
    private final MemoryOutbox outbox;
    private final MemoryServiceWindows windows;

    MemoryEffects(MemoryTables tables, MemoryOutbox outbox, MemoryServiceWindows windows) {
        this.tables = tables;
        this.outbox = outbox;
        this.windows = windows;
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
            }
        }
    }
}
