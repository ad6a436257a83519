package io.deskwire.app.http;

import io.deskwire.app.FileLinks;
import io.deskwire.app.ServerContext;
import io.deskwire.message.Content;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code /files/{token}}: stored files for providers that fetch what they are to send; the address is the permission. */
final class PublicFileRoutes implements Routes {

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.get(FileLinks.PATH + "{token}", ctx -> show(ctx, context));
        routes.head(FileLinks.PATH + "{token}", ctx -> show(ctx, context));
    }

    private static void show(Context ctx, ServerContext context) throws IOException {
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

    /** The same for a wrong, an expired and a forgotten one: nothing is to be learnt from the difference. */
    private static ProblemException nothing() {
        return ProblemException.notFound("there is no such file, or its address has expired");
    }
}
