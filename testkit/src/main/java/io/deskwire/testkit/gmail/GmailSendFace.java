package io.deskwire.testkit.gmail;

import io.deskwire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code messages.send} in its four ways. Thread-safe. */
final class GmailSendFace {

    static final int LARGEST_JSON = 5 << 20;
    static final int LARGEST_UPLOAD = 36_700_160;
    private static final Pattern BOUNDARY =
            Pattern.compile("^multipart/related;.*?boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);

    private final GmailSubmission submission;
    private final GmailUploads uploads;

    GmailSendFace(GmailSubmission submission, GmailUploads uploads) {
        this.submission = submission;
        this.uploads = uploads;
    }

    /** An answer, with its tree where it has one. */
    record Outcome(GmailReply reply, @Nullable Map<String, Object> tree) {

        static Outcome of(Map<String, Object> tree) {
            return new Outcome(GmailReply.json(200, tree), tree);
        }
    }

    Outcome answer(GmailRequest request, GmailMailbox mailbox, boolean upload) {
        if (!upload) {
            if (!request.method().equals("POST")) {
                throw GmailRefusal.notFound();
            }
            if (request.sharedBody().length > LARGEST_JSON) {
                throw GmailRefusal.tooLarge(LARGEST_JSON);
            }
            Map<String, Object> body = request.json();
            return Outcome.of(submission.send(mailbox, raw(body), threadId(body), "json"));
        }
        String type = request.parameter("uploadType").orElse("");
        if (!type.equals("resumable") && !request.method().equals("POST")) {
            throw GmailRefusal.notFound();
        }
        return switch (type) {
            case "media" -> {
                checkMail(request.header("content-type").orElse(""));
                yield Outcome.of(submission.send(mailbox, limited(request.sharedBody()), null, "media"));
            }
            case "multipart" -> multipart(request, mailbox);
            case "resumable" -> resumable(request, mailbox);
            default -> throw GmailRefusal.invalid("Invalid uploadType");
        };
    }

    private static byte[] raw(Map<String, Object> body) {
        if (!(body.get("raw") instanceof String raw) || raw.isEmpty()) {
            throw GmailRefusal.invalid(
                    "'raw' RFC822 payload message string or uploading message via /upload/* URL required");
        }
        try {
            return Base64.getUrlDecoder().decode(raw.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException e) {
            throw GmailRefusal.invalid("Invalid value at 'message.raw' (TYPE_BYTES), Base64 decoding failed for \"\"");
        }
    }

    private static @Nullable String threadId(Map<String, Object> body) {
        return body.get("threadId") instanceof String id && !id.isEmpty() ? id : null;
    }

    private static byte[] limited(byte[] mail) {
        if (mail.length > LARGEST_UPLOAD) {
            throw GmailRefusal.tooLarge(LARGEST_UPLOAD);
        }
        return mail;
    }

    private static void checkMail(String type) {
        if (!type.toLowerCase(Locale.ROOT).startsWith("message/rfc822")) {
            throw GmailRefusal.invalid(
                    "Media type '" + type + "' is not supported. Valid media types: [message/rfc822]");
        }
    }

    private Outcome multipart(GmailRequest request, GmailMailbox mailbox) {
        Matcher type = BOUNDARY.matcher(request.header("content-type").orElse(""));
        byte[] body = request.sharedBody();
        if (!type.find()) {
            throw GmailRefusal.invalid("Missing multipart boundary");
        }
        byte[] delimiter = ("--" + type.group(1)).getBytes(StandardCharsets.ISO_8859_1);
        byte[] inner = ("\r\n--" + type.group(1)).getBytes(StandardCharsets.ISO_8859_1);
        int first = find(body, delimiter, 0);
        int second = first < 0 ? -1 : find(body, inner, first + delimiter.length);
        int last = second < 0 ? -1 : find(body, inner, second + inner.length);
        if (last < 0) {
            throw GmailRefusal.invalid("Malformed multipart body.");
        }
        byte[] metadata = part(body, first + delimiter.length, second, "application/json");
        byte[] mail = part(body, second + inner.length, last, "message/rfc822");
        Map<String, Object> tree = Json.lenient().parseObject(metadata);
        return Outcome.of(submission.send(mailbox, limited(mail), threadId(tree), "multipart"));
    }

    private static byte[] part(byte[] body, int from, int to, String type) {
        int empty = find(body, new byte[] {'\r', '\n', '\r', '\n'}, from);
        if (empty < 0 || empty > to) {
            throw GmailRefusal.invalid("Malformed multipart body.");
        }
        String head = new String(body, from, empty - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        if (!head.contains("content-type: " + type) && !head.contains("content-type:" + type)) {
            throw GmailRefusal.invalid("A part should be " + type);
        }
        return Arrays.copyOfRange(body, empty + 4, to);
    }

    static int find(byte[] body, byte[] text, int from) {
        for (int i = from; i <= body.length - text.length; i++) {
            if (Arrays.equals(body, i, i + text.length, text, 0, text.length)) {
                return i;
            }
        }
        return -1;
    }

    private Outcome resumable(GmailRequest request, GmailMailbox mailbox) {
        if (request.method().equals("POST")) {
            checkMail(request.header("x-upload-content-type").orElse("message/rfc822"));
            Map<String, Object> tree = request.sharedBody().length == 0 ? new LinkedHashMap<>() : request.json();
            return new Outcome(
                    GmailReply.empty(200).withHeader("Location", uploads.open(request, threadId(tree))), null);
        }
        GmailUploads.Piece piece = uploads.take(request);
        byte[] mail = piece.complete();
        return mail == null
                ? new Outcome(piece.reply(), null)
                : Outcome.of(submission.send(mailbox, limited(mail), piece.threadId(), "resumable"));
    }
}
