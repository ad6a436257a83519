package io.deskwire.adapter.cloud.common;

import io.deskwire.message.Content;
import io.deskwire.message.Issue;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mail put together again from what a provider took apart: the header as it was, the texts, the files. Can be read again and
 * again; texts and files are encoded as they are read and never held. Fields that described the old parts are left out.
 */
public final class RebuiltMail implements Content {

    private static final String BOUNDARY = "=_deskwire_rebuilt";

    private final Pieces pieces;
    private final List<Issue> issues;

    private RebuiltMail(Pieces pieces, List<Issue> issues) {
        this.pieces = pieces;
        this.issues = List.copyOf(issues);
    }

    /** An empty mail to be filled. */
    public static Builder builder() {
        return new Builder();
    }

    /** A mail that came whole, of which something is to be said all the same. */
    public static RebuiltMail whole(Content mail, List<Issue> issues) {
        return new RebuiltMail(Pieces.of(List.of(mail)), issues);
    }

    /** What was found wrong while it was put together. */
    public List<Issue> issues() {
        return issues;
    }

    @Override
    public long length() {
        return pieces.length();
    }

    @Override
    public String sha256() {
        return pieces.sha256();
    }

    @Override
    public InputStream open() {
        return pieces.open();
    }

    /** Takes the parts in order. Not for use by several threads. */
    public static final class Builder {
        private final ByteArrayOutputStream header = new ByteArrayOutputStream();
        private final List<Content> letter = new ArrayList<>();
        private final List<Content> files = new ArrayList<>();
        private final List<Issue> issues = new ArrayList<>();
        private @Nullable String reportType;

        private Builder() {}

        /**
         * One header field as the mail had it, encoded words and all; those named {@code Content-*} and {@code MIME-Version}
         * are passed over.
         */
        public Builder header(String name, String value) {
            boolean goodName = !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
            if (!goodName) {
                return this;
            }
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("content-type")) {
                reportType(value);
            }
            if (lower.startsWith("content-") || lower.equals("mime-version")) {
                return this;
            }
            // A line end in a value can only be folding.
            String folded =
                    value.replace("\r", "").replaceAll("\n[ \t]*", "\r\n ").replace('\0', ' ');
            header.writeBytes((name + ": " + folded.strip() + "\r\n").getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /** A whole header block: every field of it as by {@link #header}, in order. Bytes are taken as they are. */
        public Builder headerBlock(byte[] block) {
            ByteArrayOutputStream field = new ByteArrayOutputStream();
            int at = 0;
            while (at < block.length) {
                int end = at;
                while (end < block.length && block[end] != '\n') {
                    end++;
                }
                int stop = end > at && block[end - 1] == '\r' ? end - 1 : end;
                boolean folded = stop > at && (block[at] == ' ' || block[at] == '\t') && field.size() > 0;
                if (!folded) {
                    rawField(field.toByteArray());
                    field.reset();
                } else {
                    field.writeBytes(new byte[] {'\r', '\n'});
                }
                field.write(block, at, stop - at);
                at = end + 1;
            }
            rawField(field.toByteArray());
            return this;
        }

        private void rawField(byte[] field) {
            String text = new String(field, StandardCharsets.ISO_8859_1);
            int colon = text.indexOf(':');
            if (colon <= 0) {
                return;
            }
            String lower = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (lower.equals("content-type")) {
                reportType(text.substring(colon + 1));
            }
            if (!lower.startsWith("content-") && !lower.equals("mime-version")) {
                // A bare CR would be a line end to some readers.
                header.writeBytes(text.replaceAll("\r(?!\n)", " ").getBytes(StandardCharsets.ISO_8859_1));
                header.writeBytes(new byte[] {'\r', '\n'});
            }
        }

        /** A report stays one (RFC 6522): its machine-readable part is read only inside of such a mail. */
        private void reportType(String contentType) {
            if (FormBody.mediaType(contentType).equals("multipart/report")) {
                String type = FormParameters.of(contentType).get("report-type");
                reportType = type != null && type.matches("[A-Za-z0-9-]{1,60}") ? type : "delivery-status";
            }
        }

        /**
         * The plain text.
         *
         * @param charset name of its character set as mail would give it; may be unknown to us
         */
        public Builder text(Content text, String charset) {
            return letter("plain", text, charset);
        }

        /**
         * The HTML.
         *
         * @param charset name of its character set as mail would give it; may be unknown to us
         */
        public Builder html(Content html, String charset) {
            return letter("html", html, charset);
        }

        private Builder letter(String subtype, Content content, String charset) {
            String name = charset.matches("[A-Za-z0-9._:+-]{1,60}") ? charset : "utf-8";
            letter.add(Pieces.of(List.of(
                    Pieces.text("Content-Type: text/" + subtype + "; charset=\"" + name
                            + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"),
                    Base64Content.inLines(content),
                    Pieces.text("\r\n"))));
            return this;
        }

        /**
         * A file.
         *
         * @param fileName its name, or null
         * @param contentType its media type with parameters, or null
         * @param contentId its Content-ID with or without angle brackets, or null
         */
        public Builder attachment(
                @Nullable String fileName, @Nullable String contentType, @Nullable String contentId, Content content) {
            StringBuilder head = new StringBuilder("Content-Type: ")
                    .append(attachmentType(contentType))
                    .append("\r\nContent-Disposition: attachment");
            if (fileName != null && !fileName.isBlank()) {
                head.append("; filename*=UTF-8''").append(percentEncoded(fileName));
            }
            String id = contentId == null ? "" : contentId.strip().replaceAll("^<|>$", "");
            if (!id.isEmpty() && id.chars().allMatch(c -> c > ' ' && c != '<' && c != '>' && c != 0x7f)) {
                head.append("\r\nContent-ID: <").append(id).append('>');
            }
            head.append("\r\nContent-Transfer-Encoding: base64\r\n\r\n");
            files.add(Pieces.of(
                    List.of(Pieces.text(head.toString()), Base64Content.inLines(content), Pieces.text("\r\n"))));
            return this;
        }

        /** Notes what the mail's readers should know, such as a part that was missing. */
        public Builder issue(String code, String detail) {
            issues.add(new Issue(code, detail));
            return this;
        }

        /** The mail. */
        public RebuiltMail build() {
            List<Content> all = new ArrayList<>();
            all.add(Content.of(header.toByteArray()));
            String mixed =
                    reportType == null ? "multipart/mixed" : "multipart/report; report-type=\"" + reportType + "\"";
            all.add(Pieces.text("MIME-Version: 1.0\r\nContent-Type: " + mixed + "; boundary=\"" + BOUNDARY
                    + "_m\"\r\n\r\n--" + BOUNDARY + "_m\r\nContent-Type: multipart/alternative; boundary=\"" + BOUNDARY
                    + "_a\"\r\n\r\n"));
            letter.forEach(part -> all.add(part(part, "_a")));
            all.add(Pieces.text("--" + BOUNDARY + "_a--\r\n"));
            files.forEach(part -> all.add(part(part, "_m")));
            all.add(Pieces.text("--" + BOUNDARY + "_m--\r\n"));
            return new RebuiltMail(Pieces.of(all), issues);
        }

        private static Content part(Content part, String which) {
            return Pieces.of(List.of(Pieces.text("--" + BOUNDARY + which + "\r\n"), part));
        }

        /** Base64 inside of a composite type is not allowed (RFC 2046 section 5) and would be read as parts. */
        private static String attachmentType(@Nullable String contentType) {
            String type = FormBody.mediaType(contentType);
            boolean usable = type.matches("[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}");
            if (!usable || type.startsWith("multipart/")) {
                return "application/octet-stream";
            }
            String charset =
                    FormParameters.of(contentType == null ? "" : contentType).get("charset");
            return charset == null || !charset.matches("[A-Za-z0-9._:+-]{1,60}")
                    ? type
                    : type + "; charset=\"" + charset + "\"";
        }

        private static String percentEncoded(String text) {
            StringBuilder out = new StringBuilder();
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                boolean plain = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || b == '.';
                if (plain) {
                    out.append((char) b);
                } else {
                    out.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
                }
            }
            return out.toString();
        }
    }
}
