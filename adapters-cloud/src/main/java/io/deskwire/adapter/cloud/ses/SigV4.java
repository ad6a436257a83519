package io.deskwire.adapter.cloud.ses;

import io.deskwire.http.Hmac;
import io.deskwire.http.HttpCall;
import io.deskwire.message.Content;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Amazon's Signature Version 4 for one service in one region. A request is good for five minutes (S3: fifteen), so that the
 * clock it is signed by must be right.
 */
final class SigV4 {

    static final String S3 = "s3";

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final HexFormat HEX = HexFormat.of();
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private final AwsCredentials credentials;
    private final String region;
    private final String service;

    SigV4(AwsCredentials credentials, String region, String service) {
        this.credentials = credentials;
        this.region = region;
        this.service = service;
    }

    /** The request, signed. Reads its body once for the hash. */
    HttpCall sign(AwsRequest request, Instant now) {
        Map<String, String> signed = headers(request, now);
        HttpCall call = HttpCall.of(request.method(), request.uri(), request.body());
        for (Map.Entry<String, String> header : signed.entrySet()) {
            // The client writes this one itself, from the address.
            if (!header.getKey().equals("host")) {
                call = call.withHeader(header.getKey(), header.getValue());
            }
        }
        return call.withHeader("authorization", authorization(request, signed, now));
    }

    /** The headers that the signature covers, by lower-case name in order. */
    private Map<String, String> headers(AwsRequest request, Instant now) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("host", host(request.uri()));
        headers.put("x-amz-date", SECONDS.format(now));
        if (request.contentType() != null) {
            headers.put("content-type", request.contentType());
        }
        if (service.equals(S3)) {
            headers.put("x-amz-content-sha256", bodyHash(request));
        }
        if (credentials.sessionToken() != null) {
            headers.put("x-amz-security-token", credentials.sessionToken().reveal());
        }
        return headers;
    }

    /** The value of {@code Authorization} for a request as {@link #sign} makes it. */
    String authorization(AwsRequest request, Instant now) {
        return authorization(request, headers(request, now), now);
    }

    String authorization(AwsRequest request, Map<String, String> signed, Instant now) {
        return ALGORITHM + " Credential=" + credentials.accessKeyId() + "/" + scope(now) + ", SignedHeaders="
                + String.join(";", signed.keySet()) + ", Signature=" + signature(request, signed, now);
    }

    private String signature(AwsRequest request, Map<String, String> signed, Instant now) {
        String toSign = ALGORITHM + "\n" + SECONDS.format(now) + "\n" + scope(now) + "\n"
                + Content.of(utf8(canonical(request, signed))).sha256();
        return HEX.formatHex(Hmac.sha256(signingKey(now), utf8(toSign)));
    }

    /** Derived anew for each day, region and service, so that one that leaks is worth little. */
    byte[] signingKey(Instant now) {
        byte[] ofDay = Hmac.sha256(utf8("AWS4" + credentials.secretAccessKey().reveal()), utf8(day(now)));
        byte[] ofService = Hmac.sha256(Hmac.sha256(ofDay, utf8(region)), utf8(service));
        return Hmac.sha256(ofService, utf8("aws4_request"));
    }

    String canonical(AwsRequest request, Map<String, String> signed) {
        StringBuilder lines = new StringBuilder(request.method()).append('\n');
        lines.append(path(request.uri()))
                .append('\n')
                .append(query(request.uri()))
                .append('\n');
        signed.forEach((name, value) ->
                lines.append(name).append(':').append(value.strip()).append('\n'));
        return lines.append('\n')
                .append(String.join(";", signed.keySet()))
                .append('\n')
                .append(bodyHash(request))
                .toString();
    }

    private static String bodyHash(AwsRequest request) {
        Content body = request.body() == null ? Content.of(new byte[0]) : request.body();
        return body.sha256();
    }

    /** S3 signs the path as it is sent; every other service signs it encoded once more. */
    private String path(URI uri) {
        String raw = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return service.equals(S3)
                ? raw
                : Arrays.stream(raw.split("/", -1)).map(SigV4::encoded).collect(Collectors.joining("/"));
    }

    private static String query(URI uri) {
        String raw = uri.getRawQuery();
        return raw == null || raw.isEmpty()
                ? ""
                : Arrays.stream(raw.split("&"))
                        .map(pair -> pair.contains("=") ? pair : pair + "=")
                        .sorted()
                        .collect(Collectors.joining("&"));
    }

    /** As it stands in the header, which leaves a scheme's own port out. */
    private static String host(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean own = uri.getPort() < 0 || uri.getPort() == (scheme.equals("https") ? 443 : 80);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return own ? host : host + ":" + uri.getPort();
    }

    private String scope(Instant now) {
        return day(now) + "/" + region + "/" + service + "/aws4_request";
    }

    private static String day(Instant now) {
        return SECONDS.format(now).substring(0, 8);
    }

    /** RFC 3986's unreserved characters as they are, every other byte as {@code %XX}. */
    static String encoded(String value) {
        StringBuilder text = new StringBuilder();
        for (byte b : utf8(value)) {
            char c = (char) (b & 0xff);
            boolean unreserved = (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0;
            if (unreserved) {
                text.append(c);
            } else {
                text.append('%').append(UPPER.toHexDigits(b));
            }
        }
        return text.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
