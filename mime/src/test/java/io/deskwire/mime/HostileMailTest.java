package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HostileMailTest {

    /** What each costs in time stands in the benchmarks; here it ends, within the heap, and says what is missing. */
    @Test
    void large_bait_gives_messages_with_issues_within_256_megabytes() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-Xmx256m", "-cp", System.getProperty("java.class.path"), HostileMail.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(output).isEqualTo("""
                        words in a header: 0 files, header-truncated
                        words in the subject: 0 files, header-truncated
                        words that are whole: 0 files, header-truncated encoded-word-unclosed mislabelled-charset
                        words without an end: 0 files, header-truncated encoded-word-unclosed word-split-inside-character bad-address no-sender
                        soft line breaks: 0 files, no issue
                        equals signs: 0 files, damaged-quoted-printable text-truncated
                        blocks of base64: 0 files, damaged-base64 text-truncated
                        parts: 0 files, too-many-parts
                        files: 1000 files, too-many-attachments too-many-parts
                        ends of multiparts: 0 files, parts-after-last-boundary text-after-last-boundary empty-multipart
                        header lines: 0 files, too-many-headers
                        one line: 0 files, text-truncated
                        one header line: 0 files, header-truncated
                        carriage returns: 0 files, bare-cr blank-line-before-header no-sender empty-message
                        begin lines: 0 files, text-truncated
                        files in a text: 1000 files, uuencoded-file damaged-uuencode too-many-attachments
                        colons: 0 files, bad-address
                        quotes: 0 files, header-truncated repaired-address too-many-addresses
                        multiparts in multiparts: 1 files, too-deep missing-end-boundary
                        mails in mails: 1 files, no issue
                        a large file: 1 files, no issue
                        """);
    }
}
