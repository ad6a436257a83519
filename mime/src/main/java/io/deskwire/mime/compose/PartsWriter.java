package io.deskwire.mime.compose;

import io.deskwire.message.OutboundAttachment;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Writes an outline: the header fields that describe each part, then its content. Files are copied as they are read. */
final class PartsWriter {

    private static final byte[] CRLF = {'\r', '\n'};

    private final OutputStream out;
    private final Boundaries boundaries;

    PartsWriter(OutputStream out, Boundaries boundaries) {
        this.out = out;
        this.boundaries = boundaries;
    }

    /** Ends the header begun in {@code header} and writes the content. */
    void write(Outline part, FieldWriter header) throws IOException {
        if (part instanceof Outline.Text text) {
            text(text, header);
        } else if (part instanceof Outline.File file) {
            file(file, header);
        } else if (part instanceof Outline.Multi multi) {
            multi(multi, header);
        }
    }

    private void text(Outline.Text text, FieldWriter header) throws IOException {
        byte[] canonical = Canonical.text(text.content());
        TextEncoding encoding = TextEncoding.of(canonical);
        header.field("Content-Type", List.of("text/" + text.subtype() + ";", "charset=utf-8"));
        header.field("Content-Transfer-Encoding", encoding.headerName());
        header.end();
        out.write(header.bytes());
        encoding.write(canonical, out);
    }

    private void multi(Outline.Multi multi, FieldWriter header) throws IOException {
        String boundary = boundaries.next();
        List<String> pieces = new ArrayList<>();
        pieces.add("multipart/" + multi.subtype() + ";");
        if (multi.rootType() != null) {
            pieces.add("type=" + HeaderValues.quoted(multi.rootType()) + ";");
        }
        pieces.add("boundary=" + HeaderValues.quoted(boundary));
        header.field("Content-Type", pieces);
        header.end();
        out.write(header.bytes());
        for (Outline part : multi.parts()) {
            ascii("--" + boundary + "\r\n");
            write(part, new FieldWriter());
        }
        ascii("--" + boundary + "--\r\n");
    }

    private void file(Outline.File file, FieldWriter header) throws IOException {
        OutboundAttachment attachment = file.attachment();
        header.field("Content-Type", mediaType(attachment.contentType()));
        List<String> disposition = new ArrayList<>();
        disposition.add((file.inline() ? "inline" : "attachment") + ";");
        disposition.addAll(FileNameParameters.of(attachment.fileName()));
        header.field("Content-Disposition", disposition);
        if (attachment.contentId() != null) {
            header.field("Content-ID", "<" + attachment.contentId() + ">");
        }
        header.field("Content-Transfer-Encoding", "base64");
        header.end();
        out.write(header.bytes());
        try (InputStream in = attachment.content().open();
                OutputStream encoded = Base64.getMimeEncoder().wrap(new StaysOpen(out))) {
            in.transferTo(encoded);
        }
        out.write(CRLF);
    }

    /** Composite types may not be base64 (RFC 2046 section 5), so those files travel under the type of any file. */
    private static String mediaType(String declared) {
        String type = declared.toLowerCase(Locale.ROOT).strip();
        int slash = type.indexOf('/');
        boolean token = slash > 0
                && slash < type.length() - 1
                && type.length() < 100
                && type.chars().allMatch(c -> c == '/' || c == '.' || HeaderValues.isAtom((char) c));
        boolean composite = type.startsWith("message/") || type.startsWith("multipart/");
        return token && !composite ? type : "application/octet-stream";
    }

    private void ascii(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static final class StaysOpen extends FilterOutputStream {
        StaysOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            out.write(b, off, len);
        }

        @Override
        public void close() {
            // The message goes on behind this file.
        }
    }
}
