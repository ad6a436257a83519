package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.threading.StoredMessage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** A message's HTML, files and raw bytes, each on an address of its own with a policy of its own. */
final class MessageFiles {

    private static final String ROUTE = Addresses.HOME + "/tenants/{tenant}/messages/{message}";
    private static final String INLINE_PURPOSE = "console picture";

    /** As long as a tab stays open before somebody reloads the frame. */
    private static final Duration INLINE_LIFETIME = Duration.ofHours(12);

    private final ServerContext context;
    private final Gate gate;
    private final Signer signer;

    MessageFiles(ServerContext context, Gate gate, Signer signer) {
        this.context = context;
        this.gate = gate;
        this.signer = signer;
    }

    void addTo(RoutesConfig routes) {
        routes.get(ROUTE + "/html", gate.reading(this::html));
        routes.get(ROUTE + "/raw", gate.reading(this::raw));
        routes.get(ROUTE + "/attachments/{index}", gate.reading(this::attachment));
        routes.get(ROUTE + "/attachments/{index}/view", gate.reading(this::view));
        routes.get(Addresses.INLINE + "{ticket}", gate.open(this::picture));
    }

    private void html(Context ctx, Session session) {
        StoredMessage message = message(ctx);
        String html = HtmlDocument.of(message, index -> inlineAddress(message, index))
                .orElseThrow(() -> new NotFoundResponse("The message has no HTML."));
        Protection.sandboxed(ctx, Protection.origins(ctx, context.publicUrl().get(), Addresses.INLINE));
        ctx.contentType("text/html; charset=utf-8").result(html);
    }

    private void raw(Context ctx, Session session) throws IOException {
        StoredMessage message = message(ctx);
        Content raw = context.deskwire()
                .messages()
                .raw(message.tenantId(), message.id())
                .orElseThrow(() -> new NotFoundResponse("The message has no raw bytes here."));
        Address from = ((StoredMessage.Inbound) message).message().from();
        boolean mail = from == null || from.kind() == Address.Kind.EMAIL;
        FileAnswer.download(
                ctx, raw.open(), raw.length(), FileAnswer.UNKNOWN_TYPE, message.id() + (mail ? ".eml" : ".json"));
    }

    private void attachment(Context ctx, Session session) throws IOException {
        StoredMessage message = message(ctx);
        int index = index(ctx.pathParam("index"));
        Part file = file(message, index);
        FileAnswer.download(
                ctx, context.deskwire().messages().attachment(message, index), -1, file.contentType(), file.name());
    }

    /** A picture, a sound or a film in its place in the conversation. */
    private void view(Context ctx, Session session) throws IOException {
        StoredMessage message = message(ctx);
        int index = index(ctx.pathParam("index"));
        Part file = file(message, index);
        if (!FileAnswer.isShown(file.contentType())) {
            throw new NotFoundResponse("The file is not one that is shown in place.");
        }
        FileAnswer.show(ctx, context.deskwire().messages().attachment(message, index), file.size(), file.contentType());
    }

    /**
     * A picture inside a customer's HTML. The frame has no origin, so a browser sends no cookie along: the signed address
     * itself is the permission.
     */
    private void picture(Context ctx) throws IOException {
        String[] fields = signer.open(INLINE_PURPOSE, ctx.pathParam("ticket"))
                .map(text -> text.split("\n", -1))
                .filter(f -> f.length == 4 && isAhead(f[3]))
                .orElseThrow(() -> new NotFoundResponse("There is no such picture."));
        StoredMessage message = find(fields[0], fields[1]);
        int index = index(fields[2]);
        Part file = file(message, index);
        if (!FileAnswer.isPicture(file.contentType())) {
            throw new NotFoundResponse("There is no such picture.");
        }
        FileAnswer.picture(ctx, context.deskwire().messages().attachment(message, index), file.contentType());
    }

    private String inlineAddress(StoredMessage message, int index) {
        Instant until = context.clock().instant().plus(INLINE_LIFETIME);
        return Addresses.INLINE
                + signer.sign(INLINE_PURPOSE, message.tenantId() + "\n" + message.id() + "\n" + index + "\n" + until);
    }

    private boolean isAhead(String until) {
        try {
            return context.clock().instant().isBefore(Instant.parse(until));
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private StoredMessage message(Context ctx) {
        return find(Asked.tenant(ctx), ctx.pathParam("message"));
    }

    private StoredMessage find(String tenantId, String messageId) {
        Optional<StoredMessage> message = context.deskwire().messages().find(tenantId, messageId);
        return message.orElseThrow(() -> new NotFoundResponse("There is no such message."));
    }

    private static int index(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            throw new NotFoundResponse("There is no such file.");
        }
        return Integer.parseInt(text);
    }

    private record Part(String name, String contentType, long size) {}

    private static Part file(StoredMessage message, int index) {
        if (message instanceof StoredMessage.Inbound inbound) {
            List<Attachment> files = inbound.message().attachments();
            if (index < files.size() && files.get(index).state() == Attachment.State.AVAILABLE) {
                Attachment file = files.get(index);
                return new Part(file.fileName(), file.contentType(), file.size());
            }
        } else {
            List<OutboundAttachment> files =
                    ((StoredMessage.Outbound) message).message().attachments();
            if (index < files.size()) {
                OutboundAttachment file = files.get(index);
                return new Part(
                        file.fileName(), file.contentType(), file.content().length());
            }
        }
        throw new NotFoundResponse("There is no such file, or its bytes cannot be had.");
    }
}
