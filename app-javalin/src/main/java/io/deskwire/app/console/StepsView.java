package io.deskwire.app.console;

import io.deskwire.app.setup.SetupStep;
import io.deskwire.app.setup.SetupStep.State;
import java.util.List;

/**
 * How far a channel is.
 *
 * @param address where the page asks for news of it
 */
record StepsView(List<SetupStep> steps, String address) {

    StepsView {
        steps = List.copyOf(steps);
    }

    boolean done() {
        return steps.stream().allMatch(step -> step.state() == State.DONE);
    }

    String fingerprint() {
        return String.format("%08x", steps.hashCode());
    }

    static Chip chip(SetupStep step) {
        return switch (step.state()) {
            case DONE -> new Chip("Done", Tone.GOOD);
            case WAITING -> new Chip("Not yet", Tone.CALM);
            case FAILED -> new Chip("Failed", Tone.BAD);
        };
    }
}
