package io.deskwire.mime.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.mime.repair.Repairs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs are unpacked in another way than what stands between them; where one ends must make no difference. */
class UnpackingBytesTest {

    private static final int MAILS = 300;

    private final Random random = new Random(7);

    @ParameterizedTest
    @ValueSource(ints = {4, 60, 72, 76, 77, 100, 998, 8192, 100_000})
    void base64_of_any_line_length_in_pieces_of_any_size(int lineLength) throws IOException {
        for (int i = 0; i < MAILS; i++) {
            byte[] plain = bytes(random.nextInt(9_000));
            byte[] packed = Base64.getMimeEncoder(
                            lineLength / 4 * 4,
                            i % 2 == 0 ? "\r\n".getBytes(StandardCharsets.US_ASCII) : new byte[] {'\n'})
                    .encode(plain);

            Repairs repairs = new Repairs();
            assertThat(new Base64Decoding(inPieces(packed), false, repairs).readAllBytes())
                    .isEqualTo(plain);
            assertThat(repairs.issues()).isEmpty();
        }
    }

    @Test
    void foreign_characters_anywhere_are_left_out() throws IOException {
        for (int i = 0; i < MAILS; i++) {
            byte[] plain = bytes(3 * random.nextInt(500) + 300);
            String packed = Base64.getMimeEncoder().encodeToString(plain);
            int at = random.nextInt(packed.length() - 200);
            String damaged = packed.substring(0, at) + "!" + packed.substring(at);

            Repairs repairs = new Repairs();
            assertThat(new Base64Decoding(inPieces(damaged.getBytes(StandardCharsets.US_ASCII)), false, repairs)
                            .readAllBytes())
                    .isEqualTo(plain);
            assertThat(repairs.has("damaged-base64")).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "  ", "\t", " \t \t", "        ", "                 "})
    void blanks_at_the_end_of_a_quoted_printable_line_go_wherever_it_ends(String blanks) throws IOException {
        for (int length = 1; length < 40; length++) {
            String line = "a b  c\td".repeat(6).substring(0, length).strip() + "x";
            for (String end : new String[] {"\n", "\r\n", ""}) {
                String packed = line + blanks + end + line + blanks + end;
                String plain = line + end + (end.isEmpty() ? blanks : "") + line + end;
                Repairs repairs = new Repairs();
                assertThat(new QuotedPrintableDecoding(inPieces(packed.getBytes(StandardCharsets.US_ASCII)), repairs)
                                .readAllBytes())
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo(plain);
            }
        }
    }

    @Test
    void quoted_printable_in_pieces_of_any_size() throws IOException {
        for (int i = 0; i < MAILS; i++) {
            byte[] plain = bytes(random.nextInt(9_000));
            StringBuilder packed = new StringBuilder();
            for (int at = 0; at < plain.length; at++) {
                int b = plain[at] & 0xFF;
                boolean literal = b > ' ' && b < 0x7F && b != '=' && random.nextInt(4) > 0;
                packed.append(
                        literal
                                ? String.valueOf((char) b)
                                : String.format(random.nextBoolean() ? "=%02X" : "=%02x", b));
                if (random.nextInt(30) == 0) {
                    packed.append(random.nextBoolean() ? "=\r\n" : "=  \n");
                }
            }
            Repairs repairs = new Repairs();
            assertThat(new QuotedPrintableDecoding(
                                    inPieces(packed.toString().getBytes(StandardCharsets.US_ASCII)), repairs)
                            .readAllBytes())
                    .isEqualTo(plain);
            assertThat(repairs.issues()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 4_000, 7_999, 8_000, 20_000})
    void blanks_stay_inside_a_line_and_go_at_its_end(int count) throws IOException {
        String blanks = " ".repeat(count);
        InputStream packed = inPieces(("a" + blanks + "b\r\nc\t").getBytes(StandardCharsets.US_ASCII));

        assertThat(new String(
                        new QuotedPrintableDecoding(packed, new Repairs()).readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("a" + blanks + "b\r\nc");
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** As a network gives them: never as many as were asked for. */
    private InputStream inPieces(byte[] bytes) {
        return new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length)) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                return super.read(b, off, Math.min(len, 1 + random.nextInt(random.nextBoolean() ? 50 : 4_096)));
            }
        };
    }
}
