package io.deskwire.adapter.imap;

import static io.deskwire.adapter.imap.Mails.PASSWORD;
import static io.deskwire.adapter.imap.Mails.USER;
import static io.deskwire.adapter.imap.Mails.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testkit.mail.DovecotServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory is bounded whatever a message weighs: proven in a child JVM with a small heap. */
@ExtendWith(NeedsDovecot.class)
final class LargeMailTest {

    private static final int SIZE = 150 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"imap", "pop3"})
    void a_message_of_150_megabytes_passes_a_heap_of_64(String protocol) throws Exception {
        try (DovecotServer server = DovecotServer.start()) {
            server.createMailbox(USER, PASSWORD);
            byte[] message = mail("huge", SIZE);
            server.deliver(USER, message);
            server.deliver(USER, mail("behind it"));
            int port = protocol.equals("imap") ? server.imapPort() : server.pop3Port();
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LargeMailReader.class.getName(),
                            protocol,
                            String.valueOf(port))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(output).contains("messages 2");
            long bytes = Long.parseLong(output.replaceAll("(?s).*bytes (\\d+).*", "$1"));
            // The server adds its own fields on top.
            assertThat(bytes).isBetween((long) message.length, message.length + 10_000L);
        }
    }

    @Test
    void a_channel_type_hands_over_its_decoder() {
        assertThat(new ImapChannelType().decoders()).containsOnlyKeys("rfc822");
        assertThat(new Pop3ChannelType().decoders()).containsOnlyKeys("rfc822");
    }
}
