package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;

/** Takes a large post in a JVM of its own: writes it, signs it, hands it to the webhook, stores it, decodes it. */
final class LargePostReader {

    /** Bytes of the attachment; the raw post is a third longer. */
    static final int FILE = 40 << 20;

    private LargePostReader() {}

    public static void main(String[] args) throws IOException {
        Path post = Path.of(args[1], "post");
        boolean raw = args[0].equals("raw");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(post))) {
            write(raw, out);
        }
        WebhookRequest request = Vectors.signed(new OnDisk(post), Posts.AT);
        boolean named = new SendGridChannelType().webhookKeys(request).contains("address:support@in.desk.example");
        RawItem item = Documents.items(request).get(0);
        Path stored = Path.of(args[1], "item");
        try (InputStream body = item.body().open()) {
            Files.copy(body, stored);
        }
        ParsedMessage message = Objects.requireNonNull(
                        new SendGridChannelType().decoders().get(item.format()))
                .decode(new OnDisk(stored), item.meta());
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        message.attachments().forEach(file -> out.println("attachment " + file.size()));
        out.println("subject " + message.body().subject() + " " + named);
    }

    private static void write(boolean raw, OutputStream out) throws IOException {
        String header = "Message-ID: <l@customer.example>\r\nFrom: ann@customer.example\r\nSubject: large\r\n";
        String name = raw ? "email" : "headers";
        ascii(out, "--xYzZY\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + header);
        if (raw) {
            ascii(
                    out,
                    "MIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=l.bin\r\n"
                            + "Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n");
            OutputStream encoded = Base64.getMimeEncoder().wrap(new Open(out));
            random(encoded);
            encoded.close();
        } else {
            ascii(
                    out,
                    "\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"attachment1\"; filename=\"l.bin\"\r\n"
                            + "Content-Type: application/octet-stream\r\n\r\n");
            random(out);
        }
        ascii(
                out,
                "\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"envelope\"\r\n\r\n"
                        + "{\"to\":[\"support@in.desk.example\"],\"from\":\"ann@customer.example\"}\r\n--xYzZY--\r\n");
    }

    private static void random(OutputStream out) throws IOException {
        Random random = new Random(1);
        byte[] some = new byte[1 << 16];
        for (int written = 0; written < FILE; written += some.length) {
            random.nextBytes(some);
            out.write(some);
        }
    }

    private static void ascii(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Stays open when the encoder is closed. */
    private static final class Open extends FilterOutputStream {
        Open(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            out.write(b, off, len);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** A body that the server spooled. */
    private record OnDisk(Path file) implements Content {
        @Override
        public long length() {
            try {
                return Files.size(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String sha256() {
            throw new AssertionError("nobody needs the hash of the whole body");
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }
}
