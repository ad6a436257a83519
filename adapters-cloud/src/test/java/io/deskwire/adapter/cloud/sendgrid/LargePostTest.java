package io.deskwire.adapter.cloud.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory is bounded whatever a post weighs: proven in a child JVM with a small heap. */
class LargePostTest {

    @ParameterizedTest
    @ValueSource(strings = {"raw", "parsed"})
    void a_post_of_40_megabytes_passes_a_heap_of_64(String mode, @TempDir Path folder) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargePostReader.class.getName(),
                        mode,
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("attachment " + LargePostReader.FILE).contains("subject large");
    }
}
