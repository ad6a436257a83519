package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
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
        Conversations conversations = context.stores().conversations();
        Conversation conversation = conversations
                .byTicket(tenant, new TicketRef(ticket))
                .or(() -> conversations.find(tenant, ticket))
                // A ticket is there a moment before its conversation knows of it.
                .or(() -> context.tickets()
                        .find(tenant, ticket)
                        .flatMap(found -> conversations.find(tenant, found.conversationId())))
                .orElseThrow(() -> ProblemException.notFound("there is no ticket " + ticket));
        String provider = context.config()
                .find(tenant, conversation.channelId())
                .map(ChannelConfig::provider)
                .orElse("");
        String id = RequestBody.objectWithFiles(ctx, tree -> {
            DraftBody draft = DraftBody.reply(tree, provider);
            return staged(() -> context.deskwire()
                    .replies()
                    .reply(
                            tenant,
                            conversation.id(),
                            draft.store(context.deskwire().outbox(), tenant, target(conversation)),
                            key));
        });
        accepted(ctx, tenant, id);
    }

    /** A message that starts a conversation. */
    void start(Context ctx) {
        String tenant = Params.tenant(ctx);
        String channel = Params.channel(ctx);
        @Nullable String key = Params.idempotencyKey(ctx);
        String provider = context.config()
                .find(tenant, channel)
                .map(ChannelConfig::provider)
                .orElseThrow(() -> ProblemException.notFound("there is no channel " + channel));
        String id = RequestBody.objectWithFiles(ctx, tree -> {
            DraftBody draft = DraftBody.start(tree, provider);
            return staged(() -> context.deskwire()
                    .replies()
                    .start(
                            tenant,
                            channel,
                            draft.to(),
                            draft.subject(),
                            draft.store(context.deskwire().outbox(), tenant, messageId -> null),
                            key));
        });
        accepted(ctx, tenant, id);
    }

    /** Customers' messages of the conversation: what somebody else wrote elsewhere is nobody's to react to. */
    private RichFields.Target target(Conversation conversation) {
        return messageId -> context.deskwire()
                .messages()
                .find(conversation.tenantId(), messageId)
                .filter(message -> conversation.id().equals(message.conversationId()))
                .map(message -> message instanceof StoredMessage.Inbound inbound
                        ? inbound.message().parsed().threading().messageId()
                        : null)
                .orElse(null);
    }

    private interface Staging {
        String run() throws ReplyRefusedException;
    }

    private static String staged(Staging staging) {
        try {
            return staging.run();
        } catch (ReplyRefusedException e) {
            throw problem(e);
        }
    }

    private static ProblemException problem(ReplyRefusedException e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case NOT_FOUND -> ProblemException.notFound(detail);
            case INVALID ->
                ProblemException.invalid(
                        detail,
                        e.problems().stream()
                                .map(problem -> new ConfigProblem(problem.field(), problem.message()))
                                .toList());
            case CHANNEL_CANNOT_SEND -> ProblemException.conflict(detail);
            case WINDOW_CLOSED -> windowClosed(detail, e);
        };
    }

    /** Says when the window closed and what may be sent all the same. */
    private static ProblemException windowClosed(String detail, ReplyRefusedException e) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>();
        more.put("closed_at", e.closedAt().map(Instant::toString).orElse(null));
        more.put("templates", e.templates().stream().map(TemplateJson::tree).toList());
        return ProblemException.conflict(
                "urn:deskwire:problem:window-closed", "The service window is closed", detail, more);
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
