package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers and first messages: {@code 202 {"message_id","status"}} once they are durable. */
final class Replying {

    private final ServerContext context;

    Replying(ServerContext context) {
        this.context = context;
    }

    /** An answer in a ticket; the conversation's id names it too, for helpdesks that keep that one. */
    void reply(Context ctx) {
        String tenant = Params.tenant(ctx);
        String ticket = Params.id(ctx);
        @Nullable String key = Params.idempotencyKey(ctx);
        boolean byTicket = context.stores()
                .conversations()
                .byTicket(tenant, new TicketRef(ticket))
                .isPresent();
        if (!byTicket && context.stores().conversations().find(tenant, ticket).isEmpty()) {
            throw ProblemException.notFound("there is no ticket " + ticket);
        }
        String id = RequestBody.objectWithFiles(ctx, tree -> {
            DraftBody draft = DraftBody.reply(tree);
            return staged(() -> {
                var stored = draft.store(context.deskwire().outbox(), tenant);
                return byTicket
                        ? context.deskwire().replies().reply(tenant, new TicketRef(ticket), stored, key)
                        : context.deskwire().replies().reply(tenant, ticket, stored, key);
            });
        });
        accepted(ctx, tenant, id);
    }

    /** A message that starts a conversation. */
    void start(Context ctx) {
        String tenant = Params.tenant(ctx);
        String channel = Params.channel(ctx);
        @Nullable String key = Params.idempotencyKey(ctx);
        if (context.config().find(tenant, channel).isEmpty()) {
            throw ProblemException.notFound("there is no channel " + channel);
        }
        String id = RequestBody.objectWithFiles(ctx, tree -> {
            DraftBody draft = DraftBody.start(tree);
            return staged(() -> context.deskwire()
                    .replies()
                    .start(
                            tenant,
                            channel,
                            draft.to(),
                            draft.subject(),
                            draft.store(context.deskwire().outbox(), tenant),
                            key));
        });
        accepted(ctx, tenant, id);
    }

    private interface Staging {
        String run() throws ReplyRefusedException;
    }

    private static String staged(Staging staging) {
        try {
            return staging.run();
        } catch (ReplyRefusedException e) {
            String detail = String.valueOf(e.getMessage());
            throw switch (e.reason()) {
                case NOT_FOUND -> ProblemException.notFound(detail);
                case INVALID -> ProblemException.invalid(detail, List.of());
                case CHANNEL_CANNOT_SEND -> ProblemException.conflict(detail);
            };
        }
    }

    /** A repeated call under the same key is told where the first one's message stands now. */
    private void accepted(Context ctx, String tenant, String id) {
        DeliveryStatus status = context.deskwire()
                .messages()
                .find(tenant, id)
                .filter(StoredMessage.Outbound.class::isInstance)
                .flatMap(message -> ((StoredMessage.Outbound) message)
                        .deliveries().stream().map(Delivery::status).findFirst())
                .orElse(DeliveryStatus.QUEUED);
        Answers.json(ctx, 202, Map.of("message_id", id, "status", status.name().toLowerCase(Locale.ROOT)));
    }
}
