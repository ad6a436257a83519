package io.deskwire.testkit.cloud;

import io.deskwire.testkit.SpeltOutHmac;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies Signature Version 4 from what came over the wire, as Amazon does. Spelt out over {@link MessageDigest}, so that the
 * side that verifies here shares no line with the side that signs.
 */
final class AwsSignatureCheck {

    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/,]+)/([0-9]{8})/([a-z0-9-]+)/([a-z0-9]+)/aws4_request, ?"
                    + "SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

    private AwsSignatureCheck() {}

    /** Why a request is refused: Amazon's code; empty when it is good. */
    static Optional<String> refusal(ReceivedRequest request, AwsKeys keys, String region, String service, Instant now) {
        boolean s3 = service.equals("s3");
        Matcher given = AUTHORIZATION.matcher(request.header("authorization").orElse(""));
        if (!given.matches()) {
            return Optional.of(s3 ? "AccessDenied" : "MissingAuthenticationTokenException");
        }
        if (!given.group(1).equals(keys.id())) {
            return Optional.of(s3 ? "InvalidAccessKeyId" : "UnrecognizedClientException");
        }
        String shown = request.header("x-amz-security-token").orElse("");
        String expected = keys.sessionToken() == null ? "" : keys.sessionToken().reveal();
        if (!shown.equals(expected)) {
            return Optional.of(s3 ? "InvalidToken" : "UnrecognizedClientException");
        }
        String date = request.header("x-amz-date").orElse("");
        if (!isFresh(date, now, Duration.ofMinutes(s3 ? 15 : 5))) {
            return Optional.of(s3 ? "RequestTimeTooSkewed" : "InvalidSignatureException");
        }
        boolean scoped = given.group(2).equals(date.substring(0, 8))
                && given.group(3).equals(region)
                && given.group(4).equals(service);
        if (!scoped) {
            return Optional.of(s3 ? "AuthorizationHeaderMalformed" : "InvalidSignatureException");
        }
        List<String> signed = List.of(given.group(5).split(";", -1));
        boolean same = coversEnough(request, signed, s3)
                && (!s3
                        || hex(request.body())
                                .equals(request.header("x-amz-content-sha256").orElse("")))
                && MessageDigest.isEqual(
                        signature(request, keys, signed, date, region, service, s3)
                                .getBytes(StandardCharsets.US_ASCII),
                        given.group(6).getBytes(StandardCharsets.US_ASCII));
        return same ? Optional.empty() : Optional.of(s3 ? "SignatureDoesNotMatch" : "InvalidSignatureException");
    }

    private static boolean isFresh(String date, Instant now, Duration window) {
        try {
            Instant at = LocalDateTime.parse(date, SECONDS).toInstant(ZoneOffset.UTC);
            return Duration.between(at, now).abs().compareTo(window) <= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** Host, and everything that begins with x-amz. */
    private static boolean coversEnough(ReceivedRequest request, List<String> signed, boolean s3) {
        TreeSet<String> needed = new TreeSet<>(List.of("host", "x-amz-date"));
        for (String name : List.of("x-amz-security-token", "x-amz-content-sha256")) {
            if (request.header(name).isPresent()) {
                needed.add(name);
            }
        }
        if (s3) {
            needed.add("x-amz-content-sha256");
        }
        return signed.containsAll(needed)
                && signed.equals(signed.stream().sorted().toList());
    }

    private static String signature(
            ReceivedRequest request,
            AwsKeys keys,
            List<String> signed,
            String date,
            String region,
            String service,
            boolean s3) {
        StringBuilder canonical = new StringBuilder(request.method()).append('\n');
        String path = request.uri().getRawPath();
        // Everything but S3 has its path encoded a second time, which changes the percent signs alone.
        canonical.append(s3 ? path : path.replace("%", "%25")).append('\n');
        canonical.append(query(request.uri().getRawQuery())).append('\n');
        for (String name : signed) {
            canonical
                    .append(name)
                    .append(':')
                    .append(request.header(name).orElse("").strip());
            canonical.append('\n');
        }
        canonical.append('\n').append(String.join(";", signed)).append('\n').append(hex(request.body()));
        String scope = date.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        String text = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + hex(bytes(canonical.toString()));
        byte[] key = bytes("AWS4" + keys.secretKey().reveal());
        for (String part : scope.split("/", -1)) {
            key = hmac(key, bytes(part));
        }
        return HexFormat.of().formatHex(hmac(key, bytes(text)));
    }

    private static String query(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return "";
        }
        String[] pairs = raw.split("&", -1);
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = pairs[i].contains("=") ? pairs[i] : pairs[i] + "=";
        }
        Arrays.sort(pairs);
        return String.join("&", pairs);
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        return SpeltOutHmac.of("SHA-256", key, message);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(digest(bytes));
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
