package io.deskwire.app.http;

import io.deskwire.app.FileLinks;
import io.deskwire.app.ServerContext;
import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.threading.StoredMessage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/** {@code /files/{token}}: stored files for providers that fetch what they are to send; the address is the permission. */
final class PublicFileRoutes implements Routes {

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.get(FileLinks.PATH + "{token}", ctx -> show(ctx, context));
        routes.head(FileLinks.PATH + "{token}", ctx -> show(ctx, context));
    }

    private static void show(Context ctx, ServerContext context) throws IOException {
        Optional<FileLinks.Received> received = context.files()
                .openReceived(ctx.pathParam("token"), context.clock().instant());
        if (received.isPresent()) {
            received(ctx, context, received.get());
            return;
        }
        FileLinks.Link link = context.files()
                .open(ctx.pathParam("token"), context.clock().instant())
                .orElseThrow(PublicFileRoutes::nothing);
        Content content = context.deskwire()
                .outbox()
                .stored(link.tenantId(), link.sha256())
                .orElseThrow(PublicFileRoutes::nothing);
        ctx.header("X-Robots-Tag", "noindex").header("Referrer-Policy", "no-referrer");
        Answers.file(ctx, link.fileName(), link.contentType(), content.length(), content.open());
    }

    private static void received(Context ctx, ServerContext context, FileLinks.Received link) throws IOException {
        StoredMessage message = context.deskwire()
                .messages()
                .find(link.tenantId(), link.messageId())
                .orElseThrow(PublicFileRoutes::nothing);
        if (!(message instanceof StoredMessage.Inbound inbound)
                || link.index() < 0
                || link.index() >= inbound.message().attachments().size()) {
            throw nothing();
        }
        Attachment file = inbound.message().attachments().get(link.index());
        ctx.header("X-Robots-Tag", "noindex").header("Referrer-Policy", "no-referrer");
        Answers.file(
                ctx,
                file.fileName(),
                file.contentType(),
                file.size(),
                context.deskwire().messages().attachment(message, link.index()));
    }

    /** The same for a wrong, an expired and a forgotten one: nothing is to be learnt from the difference. */
    private static ProblemException nothing() {
        return ProblemException.notFound("there is no such file, or its address has expired");
    }
}
