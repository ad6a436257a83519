package io.deskwire.testkit.whatsapp;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that the Graph face (and the 360dialog face with it) refuses. */
final class GraphRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;
    private final int subcode;
    private final @Nullable String details;

    private GraphRefusal(int status, int code, int subcode, String message, @Nullable String details) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.subcode = subcode;
        this.details = details;
    }

    /** With the status and the title of the code. */
    static GraphRefusal of(int code, String details) {
        GraphErrors.Known known = GraphErrors.known(code);
        return new GraphRefusal(known.status(), code, 0, "(#" + code + ") " + known.title(), details);
    }

    /** With another HTTP status. */
    static GraphRefusal withStatus(int status, int code, String details) {
        return new GraphRefusal(
                status, code, 0, "(#" + code + ") " + GraphErrors.known(code).title(), details);
    }

    /** A value of the wrong kind or size, or a name nobody asked for. */
    static GraphRefusal parameter(String details) {
        return of(100, details);
    }

    /** A token that is none, or none of ours. */
    static GraphRefusal token() {
        return new GraphRefusal(401, 190, 0, "Invalid OAuth access token - Cannot parse access token", null);
    }

    /** An id that does not exist, or that the token may not see: Graph does not say which. */
    static GraphRefusal unknownObject(String method, String id) {
        String verb = method.equals("GET") ? "get" : method.equals("DELETE") ? "delete" : "post";
        return new GraphRefusal(
                400,
                100,
                33,
                "Unsupported " + verb + " request. Object with ID '" + id
                        + "' does not exist, cannot be loaded due to missing permissions, or does not support this operation.",
                null);
    }

    /** The same for a medium that is gone, which the contract has as 404. */
    static GraphRefusal unknownMedia(String id) {
        return new GraphRefusal(
                404,
                100,
                33,
                "Unsupported get request. Object with ID '" + id
                        + "' does not exist, cannot be loaded due to missing permissions, or does not support this operation.",
                null);
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    String details() {
        return details == null ? String.valueOf(getMessage()) : details;
    }

    /** The body in Graph's shape. */
    Map<String, Object> body(String traceId) {
        return Trees.of(
                "error",
                Trees.of(
                        "message",
                        getMessage(),
                        "type",
                        "OAuthException",
                        "code",
                        code,
                        "error_subcode",
                        subcode == 0 ? null : subcode,
                        "error_data",
                        details == null ? null : Trees.of("messaging_product", "whatsapp", "details", details),
                        "fbtrace_id",
                        traceId));
    }
}
