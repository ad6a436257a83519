package io.deskwire.channel;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A staged test of a channel's connection: name, connect, encryption, sign-in, folder, list, send. */
public interface ConnectionTest {

    /** Runs the stages in order, reporting each as it ends; stages after a failed one are not run unless independent. */
    List<Stage> run(Consumer<Stage> progress);

    /**
     * @param name such as {@code imap.login}
     * @param ok whether it worked
     * @param detail what was found; never a secret
     * @param hint what to do about a failure, or null
     */
    record Stage(
            String name,
            boolean ok,
            String detail,
            @Nullable String hint) {
        public Stage {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(detail, "detail");
        }
    }
}
