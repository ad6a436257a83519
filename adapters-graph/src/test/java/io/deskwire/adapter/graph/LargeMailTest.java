package io.deskwire.adapter.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Content;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.MessageSamples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Memory is bounded whatever a message weighs: proven in a child JVM with a small heap. */
class LargeMailTest {

    private static final int FILE = 25 * 1024 * 1024;

    @Test
    void thirty_five_megabytes_in_and_out_pass_a_heap_of_96() throws Exception {
        try (Office office = Office.appOnly()) {
            String line = "0123456789".repeat(7) + "\r\n";
            byte[] large = MessageSamples.mail("Large", line.repeat(35 * 1024 * 1024 / line.length()));
            office.mailbox.allowMessagesOf(60L * 1024 * 1024);
            office.mailbox.receive(large);
            office.mailbox.receive(MessageSamples.mail("Behind it", "x"));
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx96m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LargeMail.class.getName(),
                            office.graph.apiBaseUrl(),
                            office.graph.tokenUrl(office.directory()),
                            office.secret(),
                            String.valueOf(FILE))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(child.waitFor(180, TimeUnit.SECONDS)).isTrue();
            assertThat(output).contains("messages 2", "sent HandedOver");
            long bytes = Long.parseLong(output.replaceAll("(?s).*bytes (\\d+).*", "$1"));
            assertThat(bytes).isEqualTo(large.length + MessageSamples.mail("Behind it", "x").length);
            // In a mail, 25 MiB are 35 MB.
            assertThat(office.mailbox.sent())
                    .singleElement()
                    .satisfies(sent -> assertThat(new MimeDecoder()
                                    .decode(Content.of(sent.mime()), Map.of())
                                    .attachments())
                            .extracting(a -> a.fileName() + " " + a.size())
                            .isEqualTo(List.of("large.bin " + FILE, "small.bin " + 2_900_000)));
        }
    }
}
