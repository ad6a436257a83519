package io.deskwire.adapter.graph;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.TransportException;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Uploads a file in slices to the address that Graph gave for it. The address itself is the permission, so that no token goes
 * there. The library's own way is not used: with Outlook's spelling of its answers it stops after the first slice.
 */
final class SlicedUpload {

    /** A multiple of 320 KiB below the 4 MB that Graph takes. */
    private static final int SLICE = 10 * 320 * 1024;

    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    private static final List<String> HOSTS = List.of(
            "outlook.office.com",
            "outlook.office365.com",
            ".office.us",
            ".office365.us",
            "partner.outlook.cn",
            "graph.microsoft.com",
            "graph.microsoft.us");

    private final HttpTransport http;
    private final URI api;

    SlicedUpload(HttpTransport http, URI api) {
        this.http = http;
        this.api = api;
    }

    /**
     * Uploads all of it.
     *
     * @return false when everything was taken and nobody said that the file is complete
     */
    boolean run(String uploadUrl, Content file) throws ChannelException {
        URI address = address(uploadUrl);
        long total = file.length();
        byte[] buffer = new byte[(int) Math.min(SLICE, total)];
        long at = 0;
        try (InputStream bytes = file.open()) {
            while (at < total) {
                int length = bytes.readNBytes(buffer, 0, (int) Math.min(buffer.length, total - at));
                if (length == 0) {
                    throw new IOException("the file is shorter than it was said to be");
                }
                HttpAnswer answer = put(address, buffer, length, at, total);
                at += length;
                if (answer.status() == 201) {
                    requireEnd(at, total);
                    return true;
                }
                requireNext(answer, at, total);
            }
            return false;
        } catch (TransportException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the upload of a file was cut off: " + e.getMessage(), e);
        } catch (IOException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "an attachment cannot be read", e);
        }
    }

    private HttpAnswer put(URI address, byte[] buffer, int length, long at, long total) throws TransportException {
        Content slice = Content.of(length == buffer.length ? buffer : Arrays.copyOf(buffer, length));
        return http.send(HttpCall.of("PUT", address, slice)
                .withHeader("Content-Type", "application/octet-stream")
                .withHeader("Content-Range", "bytes " + at + "-" + (at + length - 1) + "/" + total)
                .withTimeout(TIMEOUT));
    }

    private static void requireEnd(long at, long total) throws ChannelException {
        if (at != total) {
            throw ChannelException.of(
                    FailureKind.TRANSIENT,
                    "Microsoft took a file for complete after " + at + " of " + total + " bytes");
        }
    }

    private static void requireNext(HttpAnswer answer, long at, long total) throws ChannelException {
        if (answer.status() != 200 && answer.status() != 202) {
            String requestId = answer.header("request-id").orElse(null);
            GraphFailure failure = GraphFailure.of(answer.status(), requestId, answer.body());
            // A refusal here says nothing of the channel's own credentials: the whole attempt is made again.
            throw answer.status() == 429
                    ? failure.exception(
                            RetryAfter.of(answer.header("retry-after").orElse(null), Instant.EPOCH))
                    : ChannelException.of(FailureKind.TRANSIENT, "a slice of a file was refused: " + failure.text());
        }
        Long expected = expected(answer.body());
        if (expected != null && expected != at && at < total) {
            throw ChannelException.of(
                    FailureKind.TRANSIENT, "Microsoft expects byte " + expected + " of a file after byte " + at);
        }
    }

    /** Documents spell the field in two ways. */
    private static @Nullable Long expected(byte[] body) {
        try {
            if (Json.lenient().parse(body) instanceof Map<?, ?> tree) {
                for (Map.Entry<?, ?> field : tree.entrySet()) {
                    boolean ranges = String.valueOf(field.getKey()).equalsIgnoreCase("nextExpectedRanges");
                    if (ranges && field.getValue() instanceof List<?> list && !list.isEmpty()) {
                        String first = String.valueOf(list.get(0)).replaceFirst("-.*", "");
                        return first.matches("[0-9]{1,15}") ? Long.valueOf(first) : null;
                    }
                }
            }
        } catch (JsonException e) {
            // It says nothing; the last answer decides.
        }
        return null;
    }

    private URI address(String text) throws ChannelException {
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw ChannelException.of(
                    FailureKind.PERMANENT, "Microsoft Graph gave an address to upload to that is none");
        }
        String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        boolean microsofts = "https".equalsIgnoreCase(address.getScheme())
                && HOSTS.stream().anyMatch(known -> known.startsWith(".") ? host.endsWith(known) : host.equals(known));
        boolean configured =
                host.equalsIgnoreCase(api.getHost()) && api.getScheme().equalsIgnoreCase(address.getScheme());
        if (!microsofts && !configured) {
            throw ChannelException.of(
                    FailureKind.PERMANENT, "refused to upload a file to " + host + ", which is not Microsoft's");
        }
        return address;
    }
}
