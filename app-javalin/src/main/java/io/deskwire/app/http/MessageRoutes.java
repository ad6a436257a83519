package io.deskwire.app.http;

import io.deskwire.app.OwnReactions;
import io.deskwire.app.ServerContext;
import io.deskwire.app.explain.KindEvidence;
import io.deskwire.failure.ChannelException;
import io.deskwire.intake.RawInbound;
import io.deskwire.json.ApiJson;
import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.threading.StoredMessage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/tenants/{tenant}/messages}: a message with its decision record, its raw bytes, its files. */
final class MessageRoutes implements Routes {

    private static final String ONE = "/api/v1/tenants/{tenant}/messages/{id}";

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        Replying replying = new Replying(context);
        routes.post("/api/v1/tenants/{tenant}/channels/{channel}/messages", replying::start);
        routes.get(
                ONE, ctx -> Answers.json(ctx, 200, whole(withOwnReactions(message(ctx, context), context), context)));
        routes.get(ONE + "/raw", ctx -> raw(ctx, context));
        routes.get(ONE + "/attachments/{n}", ctx -> attachment(ctx, context));
        routes.post(ONE + "/read", ctx -> markRead(ctx, context));
    }

    /** Names that stand in every message, whether there is anything to say or not. */
    private static final List<String> ALWAYS = List.of(
            "from", "subject", "text", "html", "reply_text", "decision", "sent_at", "received_at", "message_id");

    static Map<String, @Nullable Object> tree(StoredMessage message) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(
                message instanceof StoredMessage.Inbound inbound
                        ? ApiJson.message(inbound)
                        : ApiJson.message((StoredMessage.Outbound) message));
        tree.putIfAbsent("deliveries", List.of());
        ALWAYS.forEach(name -> tree.putIfAbsent(name, null));
        return tree;
    }

    /** With what speaks for its kind, for which its raw bytes may have to be read again. */
    private static Map<String, @Nullable Object> whole(StoredMessage message, ServerContext context) {
        Map<String, @Nullable Object> tree = tree(message);
        if (message instanceof StoredMessage.Inbound inbound) {
            tree.put(
                    "kind_evidence", KindEvidence.of(inbound, context.deskwire().messages()));
        }
        return tree;
    }

    private static StoredMessage message(Context ctx, ServerContext context) {
        return context.deskwire()
                .messages()
                .find(Params.tenant(ctx), Params.id(ctx))
                .orElseThrow(() -> ProblemException.notFound("there is no message " + Params.id(ctx)));
    }

    /** Only where people react at all: the whole conversation is read for it. */
    private static StoredMessage withOwnReactions(StoredMessage message, ServerContext context) {
        String conversation = message.conversationId();
        Address from = message instanceof StoredMessage.Inbound inbound
                ? inbound.message().from()
                : null;
        if (conversation == null || from == null || from.kind() == Address.Kind.EMAIL) {
            return message;
        }
        return OwnReactions.noted(context.deskwire().messages().ofConversation(message.tenantId(), conversation))
                .stream()
                .filter(other -> other.id().equals(message.id()))
                .findFirst()
                .orElse(message);
    }

    private static void raw(Context ctx, ServerContext context) throws IOException {
        if (!(message(ctx, context) instanceof StoredMessage.Inbound inbound)) {
            throw ProblemException.notFound("only received messages have raw bytes");
        }
        RawInbound raw = context.stores()
                .inbox()
                .raw(inbound.tenantId(), inbound.message().rawId())
                .orElseThrow(() -> ProblemException.notFound("the raw bytes of the message are gone"));
        Answers.raw(ctx, raw, inbound.id());
    }

    /** Tells the customer that the message was read, and that somebody is writing where {@code typing} is true. */
    private static void markRead(Context ctx, ServerContext context) {
        Fields body = new Fields(RequestBody.objectOrNothing(ctx));
        body.allowOnly(Set.of("typing"));
        boolean typing = body.bool("typing", false);
        body.check();
        StoredMessage message = message(ctx, context);
        if (!(message instanceof StoredMessage.Inbound)) {
            throw ProblemException.conflict("only a message of the customer's can be marked as read");
        }
        try {
            context.deskwire().channels().markRead(message.tenantId(), message.id(), typing);
        } catch (ChannelException e) {
            throw ChannelRoutes.problem(e);
        }
        ctx.status(204);
    }

    private static void requireBytes(Attachment file) {
        switch (file.state()) {
            case AVAILABLE -> {}
            case PENDING ->
                throw ProblemException.conflict(
                        "the file is still to be fetched from the provider; ask again in a moment");
            case EXPIRED -> throw ProblemException.gone("the provider no longer had the file when it was fetched");
            case REJECTED ->
                throw ProblemException.of(
                        422, "File refused", "the file was refused: too large, damaged or cut off", Map.of());
        }
    }

    private static void attachment(Context ctx, ServerContext context) throws IOException {
        StoredMessage message = message(ctx, context);
        int index = Params.index(ctx, "n");
        if (message instanceof StoredMessage.Inbound inbound) {
            List<Attachment> files = inbound.message().attachments();
            if (index < files.size()) {
                Attachment file = files.get(index);
                requireBytes(file);
                Answers.file(
                        ctx,
                        file.fileName(),
                        file.contentType(),
                        file.size(),
                        context.deskwire().messages().attachment(message, index));
                return;
            }
        } else {
            List<OutboundAttachment> files =
                    ((StoredMessage.Outbound) message).message().attachments();
            if (index < files.size()) {
                OutboundAttachment file = files.get(index);
                Answers.file(
                        ctx,
                        file.fileName(),
                        file.contentType(),
                        file.content().length(),
                        file.content().open());
                return;
            }
        }
        throw ProblemException.notFound("the message has no attachment " + index);
    }
}
