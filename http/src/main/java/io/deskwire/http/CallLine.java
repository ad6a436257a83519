package io.deskwire.http;

import java.net.URI;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.Response;

/**
 * A call in one line. Paths and queries carry addresses, account numbers and keys: of a path only plain words are shown, of a query
 * and of headers nothing.
 */
final class CallLine {

    private static final Pattern WORD =
            Pattern.compile("[a-z][A-Za-z_.-]{0,31}|v[0-9]{1,3}(\\.[0-9]{1,2})?|[A-Z][a-z]{2,20}");

    private CallLine() {}

    static String of(HttpCall call, Response response) {
        long took = response.receivedResponseAtMillis() - response.sentRequestAtMillis();
        return request(call) + " → " + response.code() + " in " + Math.max(0, took) + " ms";
    }

    static String of(HttpCall call, TransportException failure) {
        return request(call) + " → " + failure.getMessage();
    }

    private static String request(HttpCall call) {
        URI uri = call.uri();
        String path = uri.getPath() == null ? "" : uri.getPath();
        return call.method() + " " + uri.getHost()
                + Arrays.stream(path.split("/", -1))
                        .map(part -> part.isEmpty() || WORD.matcher(part).matches() ? part : "…")
                        .collect(Collectors.joining("/"));
    }
}
