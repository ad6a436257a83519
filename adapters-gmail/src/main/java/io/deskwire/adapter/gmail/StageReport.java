package io.deskwire.adapter.gmail;

import io.deskwire.channel.ConnectionTest.Stage;
import io.deskwire.failure.ChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Reports stages of one test as they end. A failed one always says what can be done about it. */
final class StageReport {

    private final Consumer<Stage> progress;
    private final List<Stage> stages = new ArrayList<>();

    StageReport(Consumer<Stage> progress) {
        this.progress = progress;
    }

    void passed(String name, String detail) {
        report(new Stage("gmail." + name, true, detail, null));
    }

    void failed(String name, String detail, String hint) {
        report(new Stage("gmail." + name, false, detail, hint));
    }

    /**
     * @param otherwise the hint where the failure has none
     */
    void failed(String name, ChannelException e, String otherwise) {
        failed(
                name,
                Objects.requireNonNullElse(e.getMessage(), e.kind().name()),
                e.hint().orElse(otherwise));
    }

    private void report(Stage stage) {
        stages.add(stage);
        progress.accept(stage);
    }

    List<Stage> all() {
        return List.copyOf(stages);
    }
}
