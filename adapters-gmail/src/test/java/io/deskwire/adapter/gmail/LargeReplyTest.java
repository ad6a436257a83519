package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testkit.gmail.GmailSent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A reply with a file of 25 MB from a process whose whole heap is not twice as large. */
class LargeReplyTest {

    @Test
    void a_reply_of_25_megabytes_leaves_a_small_heap() throws Exception {
        try (Desks desks = new Desks()) {
            Process child = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LargeReply.class.getName(),
                            desks.google.apiBaseUrl(),
                            String.valueOf(desks.document("acme").get("refresh_token"))))
                    .redirectErrorStream(true)
                    .start();
            try {
                String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(child.exitValue()).as(said).isZero();
            } finally {
                child.destroyForcibly();
            }

            GmailSent sent = desks.mailbox("acme").sent().get(0);
            assertThat(sent.way()).isEqualTo("multipart");
            assertThat(sent.submitted().length).isGreaterThan(LargeReply.SIZE * 4 / 3);
        }
    }
}
