package io.deskwire.mime.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyDigestTest {

    @Test
    void however_it_is_cut_it_is_the_digest_of_the_text_with_crlf_and_without_blank_lines_at_the_end() {
        Random random = new Random(5);
        String[] pieces = {"\n", "\r\n", "\r", "a", "word", " ", "x".repeat(3000)};
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(pieces[random.nextInt(round % 50 == 0 ? pieces.length : pieces.length - 1)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
            BodyDigest digest = new BodyDigest();
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(bytes.length));
                digest.update(bytes, at, to);
                at = to;
            }
            assertThat(digest.digest()).as("%s", text).isEqualTo(slowly(text.toString()));
        }
    }

    private static byte[] slowly(String text) {
        String lines = text.replace("\r\n", "\n");
        if (lines.endsWith("\r")) {
            lines = lines.substring(0, lines.length() - 1);
        }
        while (lines.endsWith("\n")) {
            lines = lines.substring(0, lines.length() - 1);
        }
        MessageDigest sha = BodyDigest.sha256();
        sha.update(lines.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        return sha.digest();
    }
}
