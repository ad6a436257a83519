package io.deskwire.adapter.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A server without a mailbox at Microsoft loads nothing of Microsoft's: proven where there is nothing to load. */
class WithoutMicrosoftTest {

    @Test
    void everything_but_the_mailbox_itself_works_without_the_library() throws Exception {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("microsoft") && !entry.contains("azure"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(path).contains("adapters-graph");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        path,
                        WithoutMicrosoft.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("problems 0", "handshake 200", "forged 202", "consent true", "library false");
    }
}
