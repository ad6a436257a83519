package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.app.openapi.ApiDescription;
import io.deskwire.app.openapi.Reference;
import io.deskwire.app.openapi.Reference.Operation;
import io.deskwire.app.openapi.Reference.Parameter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/**
 * The API's description to read and to try. It is the same everywhere and tells nothing of this installation, so nobody has to
 * sign in; what is tried needs the token, which stays in the page.
 */
final class ApiPage {

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;

    ApiPage(ServerContext context, Gate gate, Pages pages) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
    }

    void addTo(RoutesConfig routes) {
        routes.get(Addresses.API, gate.open(this::show));
    }

    private void show(Context ctx) {
        Reference reference = ApiDescription.own().reference();
        pages.show(
                ctx,
                "api",
                Map.of(
                        "frame",
                        pages.frame(ctx, null, "HTTP API"),
                        "reference",
                        reference,
                        "server",
                        context.publicUrl().get()));
    }

    /** A call to paste into a shell. */
    static String curl(String server, Operation operation) {
        StringBuilder line = new StringBuilder("curl");
        if (!operation.method().equals("GET")) {
            line.append(operation.method().equals("HEAD") ? " --head" : " -X " + operation.method());
        }
        if (operation.secured()) {
            line.append(" -H \"Authorization: Bearer $DESKWIRE_ADMIN_TOKEN\"");
        }
        String path = operation.path();
        for (Parameter parameter : operation.parameters()) {
            if (!parameter.example().isEmpty()) {
                path = path.replace("{" + parameter.name() + "}", parameter.example());
            }
        }
        Reference.Body body = operation.body();
        if (body != null && !body.examples().isEmpty()) {
            line.append(" -H ").append(quoted("Content-Type: " + body.mediaType()));
            line.append(" --data-binary ").append(quoted(body.examples().get(0).text()));
        }
        return line.append(' ').append(quoted(server + path)).toString();
    }

    /** For a POSIX shell, which knows no escape between single quotes. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
