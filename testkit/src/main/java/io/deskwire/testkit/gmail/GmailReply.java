package io.deskwire.testkit.gmail;

import io.deskwire.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the simulator answers; the body is written piece by piece, since a raw mail may be large. */
record GmailReply(int status, Map<String, String> headers, Body body) {

    /** Writes a body. */
    interface Body {
        /** Nothing. */
        Body NONE = out -> {};

        void writeTo(OutputStream out) throws IOException;
    }

    static GmailReply json(int status, Object tree) {
        byte[] bytes = Json.writeBytes(tree);
        return new GmailReply(status, Map.of("Content-Type", "application/json; charset=UTF-8"), o -> o.write(bytes));
    }

    static GmailReply json(Body body) {
        return new GmailReply(200, Map.of("Content-Type", "application/json; charset=UTF-8"), body);
    }

    static GmailReply text(int status, String contentType, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new GmailReply(status, Map.of("Content-Type", contentType), out -> out.write(bytes));
    }

    static GmailReply empty(int status) {
        return new GmailReply(status, Map.of(), Body.NONE);
    }

    GmailReply withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new GmailReply(status, more, body);
    }

    boolean hasBody() {
        return body != Body.NONE;
    }
}
