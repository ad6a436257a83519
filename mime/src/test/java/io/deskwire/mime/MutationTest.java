package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Thousands of damaged forms of the samples: nothing is thrown, and both readings of a message agree. */
class MutationTest {

    private static final int PER_SAMPLE = 120;
    private static final int FEW = 8;
    private static final byte[][] TOKENS = {
        "\r\n".getBytes(StandardCharsets.US_ASCII),
        "--".getBytes(StandardCharsets.US_ASCII),
        "=?utf-8?B?".getBytes(StandardCharsets.US_ASCII),
        "boundary=".getBytes(StandardCharsets.US_ASCII),
        "\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        {0},
        {(byte) 0xFF},
        {'"'},
        "Content-Type: multipart/mixed; boundary=b\r\n".getBytes(StandardCharsets.US_ASCII),
        "<div><blockquote>".getBytes(StandardCharsets.US_ASCII),
        "\r".getBytes(StandardCharsets.US_ASCII),
        "=".getBytes(StandardCharsets.US_ASCII),
        ";".getBytes(StandardCharsets.US_ASCII)
    };

    private final MimeDecoder decoder = new MimeDecoder();

    @Test
    void no_damage_makes_decoding_fail() throws Exception {
        int decoded = 0;
        for (Path mail : GoldenMailTest.mails()) {
            byte[] bytes = Files.readAllBytes(mail);
            Random random = new Random(mail.getFileName().toString().hashCode());
            for (int i = 0; i < PER_SAMPLE; i++) {
                byte[] damaged = damage(bytes, random);
                decode(damaged, mail + " #" + i);
                decoded++;
            }
        }
        assertThat(decoded).isGreaterThan(4_000);
    }

    @Test
    void no_damage_to_what_is_damaged_already_makes_decoding_fail() throws Exception {
        for (Path mail : ParserCorpusTest.mails()) {
            byte[] bytes = Files.readAllBytes(mail);
            Random random = new Random(mail.getFileName().toString().hashCode());
            for (int i = 0; i < FEW; i++) {
                decode(damage(bytes, random), mail + " #" + i);
            }
        }
    }

    private void decode(byte[] bytes, String which) throws Exception {
        Content content = Content.of(bytes);
        ParsedMessage message;
        try {
            message = decoder.decode(content, Map.of());
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(which, e);
        }
        assertThat(message.issues())
                .as(which)
                .noneMatch(
                        issue -> Set.of("decoder-fault", "unreadable-structure").contains(issue.code()));
        for (Attachment each : message.attachments()) {
            try (InputStream in = decoder.attachment(content, Map.of(), each.index())) {
                assertThat(Content.of(in.readAllBytes()).sha256()).as(which).isEqualTo(each.sha256());
            }
        }
    }

    private static byte[] damage(byte[] bytes, Random random) {
        byte[] out = bytes.clone();
        int times = 1 + random.nextInt(6);
        for (int t = 0; t < times && out.length > 1; t++) {
            int at = random.nextInt(out.length);
            int end = Math.min(out.length, at + 1 + random.nextInt(40));
            out = switch (random.nextInt(5)) {
                case 0 -> Arrays.copyOf(out, at);
                case 1 -> joined(List.of(Arrays.copyOf(out, at), Arrays.copyOfRange(out, end, out.length)));
                case 2 ->
                    joined(List.of(
                            Arrays.copyOf(out, at),
                            TOKENS[random.nextInt(TOKENS.length)],
                            Arrays.copyOfRange(out, at, out.length)));
                case 3 ->
                    joined(List.of(
                            Arrays.copyOf(out, end),
                            Arrays.copyOfRange(out, at, end),
                            Arrays.copyOfRange(out, at, out.length)));
                default -> {
                    byte[] flipped = out.clone();
                    flipped[at] = (byte) random.nextInt(256);
                    yield flipped;
                }
            };
        }
        return out;
    }

    private static byte[] joined(List<byte[]> pieces) {
        byte[] out = new byte[pieces.stream().mapToInt(p -> p.length).sum()];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, out, at, piece.length);
            at += piece.length;
        }
        return out;
    }
}
