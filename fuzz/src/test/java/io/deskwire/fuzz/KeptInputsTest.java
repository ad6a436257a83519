package io.deskwire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a fuzzer is given to begin with or ever found, against every property of its target. */
class KeptInputsTest {

    static List<FuzzTarget> targets() {
        return FuzzTarget.all();
    }

    static Stream<Arguments> inputs() throws IOException {
        List<Arguments> inputs = new ArrayList<>();
        for (FuzzTarget target : FuzzTarget.all()) {
            for (Path file : Corpus.files(target)) {
                inputs.add(Arguments.of(target.name(), String.valueOf(file.getFileName()), target, file));
            }
        }
        return inputs.stream();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("inputs")
    // Not a measurement: what takes this long never ends.
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void what_must_hold_holds_for(String targetName, String fileName, FuzzTarget target, Path file) throws Exception {
        target.input().take(Files.readAllBytes(file));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void every_target_takes_nothing_and_has_seeds(FuzzTarget target) throws Exception {
        target.input().take(new byte[0]);

        assertThat(Corpus.files(target)).as(target.name()).hasSizeGreaterThanOrEqualTo(3);
    }
}
