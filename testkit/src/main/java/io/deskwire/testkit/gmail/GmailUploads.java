package io.deskwire.testkit.gmail;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Uploads in pieces. Thread-safe. */
final class GmailUploads {

    private static final Pattern RANGE = Pattern.compile("bytes (?:([0-9]+)-([0-9]+)|\\*)/([0-9]+|\\*)");
    private static final int STEP = 256 << 10;

    private static final class Upload {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final @Nullable String threadId;

        Upload(@Nullable String threadId) {
            this.threadId = threadId;
        }
    }

    /** A piece was taken; the mail once it is complete. */
    record Piece(
            GmailReply reply,
            byte @Nullable [] complete,
            @Nullable String threadId) {}

    private final Supplier<String> baseUrl;
    private final Map<String, Upload> uploads = new LinkedHashMap<>();
    private int count;

    GmailUploads(Supplier<String> baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** Begins an upload; the answer is where its pieces go. */
    synchronized String open(GmailRequest request, @Nullable String threadId) {
        String id = "AEnB2Uo" + ++count;
        uploads.put(id, new Upload(threadId));
        return baseUrl.get() + request.path() + "?uploadType=resumable&upload_id=" + id;
    }

    synchronized Piece take(GmailRequest request) {
        String id = request.parameter("upload_id").orElse("");
        Upload upload = uploads.get(id);
        if (upload == null) {
            throw GmailRefusal.notFound("Upload not found");
        }
        byte[] body = request.sharedBody();
        String text = request.header("content-range").orElse("");
        if (text.isEmpty()) {
            upload.bytes.reset();
            upload.bytes.writeBytes(body);
            return complete(id, upload);
        }
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            throw GmailRefusal.invalid("Failed to parse Content-Range header.");
        }
        boolean ends = !range.group(3).equals("*");
        if (range.group(1) == null) {
            return going(upload);
        }
        long from = Long.parseLong(range.group(1));
        long to = Long.parseLong(range.group(2));
        if (from != upload.bytes.size() || to - from + 1 != body.length) {
            throw GmailRefusal.invalid("Invalid request.  The range does not fit.");
        }
        boolean last = ends && to + 1 == Long.parseLong(range.group(3));
        if (!last && body.length % STEP != 0) {
            throw GmailRefusal.invalid("Invalid request.  A piece must be a multiple of 262144 bytes.");
        }
        upload.bytes.writeBytes(body);
        return last ? complete(id, upload) : going(upload);
    }

    private Piece complete(String id, Upload upload) {
        uploads.remove(id);
        return new Piece(GmailReply.empty(200), upload.bytes.toByteArray(), upload.threadId);
    }

    private static Piece going(Upload upload) {
        GmailReply reply = GmailReply.empty(308);
        int size = upload.bytes.size();
        return new Piece(size == 0 ? reply : reply.withHeader("Range", "bytes=0-" + (size - 1)), null, null);
    }
}
