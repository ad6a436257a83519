package io.deskwire.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Looks for secrets where none may be. */
final class Hidden {

    private Hidden() {}

    /** Neither in the failure's texts nor in what caused it. */
    static void assertNoSecret(Throwable failure, List<String> secrets) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        for (String secret : secrets) {
            assertThat(printed.toString().contains(secret))
                    .as("a secret in " + failure.getClass().getSimpleName())
                    .isFalse();
        }
    }
}
