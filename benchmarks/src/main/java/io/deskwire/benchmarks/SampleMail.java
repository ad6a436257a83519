package io.deskwire.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Mails of a given size as people send them: some text, and a file in base64 that makes up the rest. */
final class SampleMail {

    private static final int TEXT_AND_HEADERS = 1_400;

    private SampleMail() {}

    static List<byte[]> many(int count, int size) {
        Random random = new Random(4711);
        List<byte[]> mails = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] file = new byte[Math.max(0, (size - TEXT_AND_HEADERS) * 3 / 4 * 76 / 78)];
            random.nextBytes(file);
            String mail = """
                    From: Customer %1$d <customer-%1$d@example.org>
                    To: support@example.com
                    Subject: Order %1$d has not arrived
                    Date: Mon, 5 Jan 2026 10:%2$02d:%3$02d +0000
                    Message-ID: <order-%1$d@mail.example.org>
                    MIME-Version: 1.0
                    Content-Type: multipart/mixed; boundary="part-%1$d"

                    --part-%1$d
                    Content-Type: text/plain; charset=UTF-8

                    Hello,

                    %4$s
                    --part-%1$d
                    Content-Type: image/png; name="picture.png"
                    Content-Disposition: attachment; filename="picture.png"
                    Content-Transfer-Encoding: base64

                    %5$s
                    --part-%1$d--
                    """.formatted(
                            i,
                            i / 60 % 60,
                            i % 60,
                            "my order has not arrived yet, please tell me where it is.\n".repeat(12),
                            Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(file));
            mails.add(mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        return mails;
    }
}
