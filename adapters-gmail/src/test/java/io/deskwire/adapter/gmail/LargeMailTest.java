package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Content;
import io.deskwire.testkit.MessageSamples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Memory is bounded whatever a message weighs: proven in a child JVM with a small heap. */
class LargeMailTest {

    @Test
    void a_mail_of_25_megabytes_passes_a_heap_of_64() throws Exception {
        try (Desks desks = new Desks()) {
            byte[] large = MessageSamples.mail("Large", ("0123456789".repeat(7) + "\r\n").repeat(25_000_000 / 72));
            byte[] small = Reading.mail("Behind it");
            desks.mailbox("acme").receive(large);
            desks.mailbox("acme").receive(small);
            Process child = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LargeMailReader.class.getName(),
                            desks.google.apiBaseUrl(),
                            String.valueOf(desks.document("acme").get("refresh_token"))))
                    .redirectErrorStream(true)
                    .start();
            try {
                String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(child.exitValue()).as(said).isZero();
                String time = desks.clock.instant().toString();
                assertThat(said)
                        .contains("read " + Content.of(large).sha256() + " at " + time)
                        .contains("read " + Content.of(small).sha256() + " at " + time);
                assertThat(said.lines().filter(line -> line.contains(Mail.THREAD) && line.contains("INBOX")))
                        .hasSize(2);
            } finally {
                child.destroyForcibly();
            }
        }
    }
}
