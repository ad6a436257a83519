package io.deskwire.mime;

import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Decodes a mail with a huge attachment that exists nowhere; run in a small JVM of its own by {@link HugeAttachmentTest}. */
final class HugeAttachment {

    private static final String LINE =
            "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n";

    private HugeAttachment() {}

    public static void main(String[] args) throws IOException {
        long lines = Long.parseLong(args[0]);
        Content content = new Content() {
            @Override
            public long length() {
                return -1;
            }

            @Override
            public String sha256() {
                return "";
            }

            @Override
            public InputStream open() {
                return mail(lines);
            }
        };
        MimeDecoder decoder = new MimeDecoder();
        ParsedMessage message = decoder.decode(content, Map.of());
        Attachment attachment = message.attachments().get(0);
        long copied;
        try (InputStream in = decoder.attachment(content, Map.of(), 0)) {
            copied = in.transferTo(OutputStream.nullOutputStream());
        }
        System.out.write(("size=" + attachment.size() + " copied=" + copied + " text="
                        + message.body().text() + " issues=" + message.issues() + "\n")
                .getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private static InputStream mail(long lines) {
        String head =
                "From: a@kunde.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee file\r\n"
                        + "--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        return new SequenceInputStream(Collections.enumeration(List.of(
                bytes(head), new Repeated(LINE.getBytes(StandardCharsets.US_ASCII), lines), bytes("--b--\r\n"))));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The same line again and again. */
    private static final class Repeated extends InputStream {
        private final byte[] line;
        private final long total;
        private long at;

        Repeated(byte[] line, long times) {
            this.line = line;
            this.total = line.length * times;
        }

        @Override
        public int read() {
            return at == total ? -1 : line[(int) (at++ % line.length)];
        }

        @Override
        public int read(byte[] b, int off, int len) {
            if (at == total) {
                return -1;
            }
            int from = (int) (at % line.length);
            int n = (int) Math.min(Math.min(len, line.length - from), total - at);
            System.arraycopy(line, from, b, off, n);
            at += n;
            return n;
        }
    }
}
