package io.deskwire.mime.charset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource({
        "'../../etc/passwd', 'passwd'",
        "'C:\\\\Windows\\\\evil.exe', 'evil.exe'",
        "'/abs/report.pdf/', 'report.pdf'",
        "'con.txt', '_con.txt'",
        "'LPT1', '_LPT1'",
        "'report.pdf. . ', 'report.pdf'",
    })
    void a_name_has_no_path_no_device_and_no_end_that_windows_drops(String given, String safe) {
        assertThat(FileNames.safe(given, "application/octet-stream", 0)).isEqualTo(safe);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invoice\u202Efdp.exe",
                "invoice\u2066fdp.exe",
                "a\u200Bb.txt",
                "a\uFEFFb.txt",
                "a\r\nX-Evil: 1.txt",
                "a\u0000b.txt",
                "a\u009Bb.txt"
            })
    void nothing_in_a_name_steers_a_terminal_a_header_or_a_readers_eye(String given) {
        String safe = FileNames.safe(given, "text/plain", 0);
        assertThat(safe.codePoints().map(Character::getType))
                .doesNotContain((int) Character.CONTROL, (int) Character.FORMAT);
        assertThat(safe).isNotBlank();
    }

    @Test
    void a_name_of_nothing_gets_one_of_ours_and_a_long_one_keeps_its_ending() {
        assertThat(FileNames.safe("../..", "application/pdf", 2)).isEqualTo("attachment-3.pdf");
        assertThat(FileNames.safe(null, "text/html", 0)).isEqualTo("attachment-1.html");
        String safe = FileNames.safe("x".repeat(5_000) + ".pdf", "application/pdf", 0);
        assertThat(safe.length()).isLessThanOrEqualTo(210);
    }
}
