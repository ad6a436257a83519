package io.deskwire.adapter.helpdesks;

import io.deskwire.http.HttpCall;
import io.deskwire.json.Json;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A JSON body in which files stand in base64, encoded as they are sent and never in memory. Where a file belongs the tree
 * holds its {@link #place}, also in the middle of a text. For this module's packages.
 */
public final class JsonWithFiles {

    private final String mark;
    private final List<Content> files = new ArrayList<>();

    /**
     * @param unguessable part of the places' names; occurs nowhere in the tree otherwise
     */
    public JsonWithFiles(String unguessable) {
        this.mark = "{file-" + unguessable.replaceAll("[^A-Za-z0-9]", "") + "-";
    }

    /** What stands in the tree for a file. */
    public String place(Content file) {
        files.add(file);
        return mark + (files.size() - 1) + "}";
    }

    /** The call whose body is the tree with the files in their places. */
    public HttpCall call(String method, URI uri, Map<String, ?> tree) {
        String json = Json.write(tree);
        return HttpCall.writing(method, uri, length(json), out -> write(json, out))
                .withHeader("Content-Type", "application/json");
    }

    private long length(String json) {
        long length = json.getBytes(StandardCharsets.UTF_8).length;
        for (int i = 0; i < files.size(); i++) {
            String place = mark + i + "}";
            for (int at = json.indexOf(place); at >= 0; at = json.indexOf(place, at + place.length())) {
                length += (files.get(i).length() + 2) / 3 * 4 - place.length();
            }
        }
        return length;
    }

    private void write(String json, OutputStream out) throws IOException {
        int done = 0;
        for (int at = json.indexOf(mark); at >= 0; at = json.indexOf(mark, done)) {
            int end = json.indexOf('}', at);
            out.write(json.substring(done, at).getBytes(StandardCharsets.UTF_8));
            base64(files.get(Integer.parseInt(json.substring(at + mark.length(), end))), out);
            done = end + 1;
        }
        out.write(json.substring(done).getBytes(StandardCharsets.UTF_8));
    }

    private static void base64(Content file, OutputStream out) throws IOException {
        try (InputStream bytes = file.open()) {
            byte[] piece = new byte[3 * 8192];
            for (int n = bytes.readNBytes(piece, 0, piece.length);
                    n > 0;
                    n = bytes.readNBytes(piece, 0, piece.length)) {
                out.write(Base64.getEncoder().encode(n == piece.length ? piece : java.util.Arrays.copyOf(piece, n)));
            }
        }
    }
}
