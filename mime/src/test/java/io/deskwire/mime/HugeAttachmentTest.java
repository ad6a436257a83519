package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HugeAttachmentTest {

    @Test
    void an_attachment_of_150_megabytes_is_read_with_32_megabytes_of_heap() throws Exception {
        long lines = 150L * 1024 * 1024 / 57 + 1;
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HugeAttachment.class.getName(),
                        "" + lines)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).isEqualTo("size=" + lines * 57 + " copied=" + lines * 57 + " text=see file issues=[]\n");
    }
}
