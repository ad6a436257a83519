package io.deskwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class RequirementsTest {

    @Test
    void a_program_on_the_path_is_found(@TempDir Path folder) throws IOException {
        Path program = Files.createFile(
                folder.resolve("some-program"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectory(folder.resolve("some-folder"));
        Requirements requirements = new Requirements(Map.of("PATH", "/no/such/folder::" + folder));
        assertThat(requirements.find("some-program", "some-package")).isEqualTo(program);
        assertThatThrownBy(() -> requirements.find("some-folder", "some-package"))
                .isInstanceOf(TestAbortedException.class);
    }

    @Test
    void a_missing_program_skips_the_test_and_names_the_package() {
        assertThatThrownBy(() -> new Requirements(Map.of()).find("no-such-program", "some-package"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("no-such-program is not installed: apt-get install some-package");
    }

    @Test
    void a_missing_program_fails_the_test_in_continuous_integration() {
        Requirements strict = new Requirements(Map.of("DESKWIRE_CI", "true"));
        assertThatThrownBy(() -> strict.find("no-such-program", "some-package"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("some-package");
        assertThatThrownBy(() -> strict.refuse("all of it is missing")).isInstanceOf(AssertionError.class);
    }
}
