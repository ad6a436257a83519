package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.app.UncertainMessages;
import io.deskwire.app.UncertainMessages.Decision;
import io.deskwire.jdbc.Lookout;
import io.deskwire.jdbc.Outgoing;
import io.deskwire.threading.StoredMessage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/tenants/{tenant}/outbound}: answers on their way out; {@code …/flow}: what came in and went out last; and what
 * a person decides about an answer.
 */
final class OutboundRoutes implements Routes {

    private static final String TENANT = "/api/v1/tenants/{tenant}";

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        Lookout lookout = context.database().lookout();
        routes.get(TENANT + "/outbound", ctx -> {
            Outgoing.Which which = which(ctx);
            Answers.list(
                    ctx,
                    (cursor, limit) -> lookout.outgoing(Params.tenant(ctx), which, cursor, limit),
                    OutboundRoutes::tree);
        });
        routes.get(
                TENANT + "/flow",
                ctx -> Answers.list(
                        ctx,
                        (cursor, limit) -> lookout.flow(Params.tenant(ctx), cursor, limit),
                        OutboundRoutes::passing));
        routes.post(TENANT + "/messages/{id}/resolve", ctx -> resolve(ctx, context));
        routes.post(TENANT + "/messages/{id}/cancel", ctx -> {
            requireOutbound(ctx, context);
            if (!context.deskwire().cancel(Params.tenant(ctx), Params.id(ctx))) {
                throw ProblemException.conflict(
                        "message " + Params.id(ctx) + " does not wait to be sent, or is being sent now");
            }
            ctx.status(204);
        });
    }

    private static Outgoing.Which which(Context ctx) {
        String asked = Params.query(ctx, "state");
        if (asked == null) {
            return Outgoing.Which.WAITING;
        }
        for (Outgoing.Which which : Outgoing.Which.values()) {
            if (word(which).equals(asked)) {
                return which;
            }
        }
        throw ProblemException.badRequest("state must be waiting, uncertain or all");
    }

    private static void resolve(Context ctx, ServerContext context) {
        Fields body = new Fields(RequestBody.object(ctx));
        body.allowOnly(Set.of("decision"));
        Decision decision = Decision.of(body.requiredText("decision")).orElse(null);
        if (decision == null && body.problems().isEmpty()) {
            body.problem("decision", "must be was_sent, send_again or failed");
        }
        body.check();
        requireOutbound(ctx, context);
        if (decision == null || !new UncertainMessages(context).decide(Params.tenant(ctx), Params.id(ctx), decision)) {
            throw ProblemException.conflict("message " + Params.id(ctx) + " is not uncertain");
        }
        Audited.detail(ctx, decision.word());
        ctx.status(204);
    }

    private static void requireOutbound(Context ctx, ServerContext context) {
        StoredMessage message = context.deskwire()
                .messages()
                .find(Params.tenant(ctx), Params.id(ctx))
                .orElseThrow(() -> ProblemException.notFound("there is no message " + Params.id(ctx)));
        if (!(message instanceof StoredMessage.Outbound)) {
            throw ProblemException.conflict("message " + message.id() + " was received, not sent");
        }
    }

    private static Map<String, @Nullable Object> tree(Outgoing message) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("message_id", message.id());
        tree.put("channel_id", message.channelId());
        tree.put("conversation_id", message.conversationId());
        tree.put("ticket_id", message.ticket());
        tree.put("state", word(message.state()));
        tree.put("accepted_at", message.storedAt().toString());
        tree.put("attempts", message.attempts());
        tree.put("next_attempt_at", text(message.nextAttemptAt()));
        tree.put("running_on", message.node());
        tree.put("cancellable", message.isCancellable());
        tree.put("problem", message.problem());
        tree.put(
                "recipients",
                message.copies().stream().map(OutboundRoutes::copy).toList());
        return tree;
    }

    private static Map<String, @Nullable Object> copy(Outgoing.Copy copy) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("address", copy.delivery().recipient().value());
        tree.put("status", word(copy.delivery().status()));
        tree.put("reason", copy.delivery().reason());
        tree.put("code", copy.delivery().code());
        tree.put("at", copy.delivery().at().toString());
        tree.put("sent_at", text(copy.sentAt()));
        tree.put("delivered_at", text(copy.deliveredAt()));
        tree.put("read_at", text(copy.readAt()));
        return tree;
    }

    private static Map<String, @Nullable Object> passing(Lookout.Passing passing) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("direction", passing instanceof Outgoing ? "outbound" : "inbound");
        if (passing instanceof Outgoing outgoing) {
            tree.putAll(tree(outgoing));
            return tree;
        }
        Lookout.Arrival arrival = (Lookout.Arrival) passing;
        tree.put("raw_id", arrival.id());
        tree.put("message_id", arrival.messageId());
        tree.put("channel_id", arrival.channelId());
        tree.put("ticket_id", arrival.ticket());
        tree.put("raw_size", arrival.size());
        tree.put("outcome", arrival.outcome() == null ? null : word(arrival.outcome()));
        tree.put("state", arrival.state() == null ? null : word(arrival.state()));
        tree.put("reason", arrival.reason());
        tree.put("stored_at", arrival.storedAt().toString());
        tree.put("settled_at", text(arrival.settledAt()));
        tree.put("delivered_at", text(arrival.deliveredAt()));
        return tree;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
