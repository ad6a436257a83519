package io.deskwire.app.console;

import io.deskwire.app.Backfills;
import io.deskwire.engine.Channels.Backfilled;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How reading a mailbox again stands.
 *
 * @param chip null when nothing was begun
 * @param text what was found and done, in words
 * @param value how far it is, or null where the end is not known
 * @param most how far it goes, or null where that is not known
 * @param problem why it ended early, or null
 * @param address where the page asks for news of it
 */
record BackfillView(
        @Nullable Chip chip,
        String text,
        @Nullable Long value,
        @Nullable Long most,
        boolean running,
        boolean counted,
        String since,
        @Nullable String problem,
        String address) {

    static BackfillView of(Backfills.@Nullable Run run, String address, Instant now) {
        if (run == null) {
            return new BackfillView(null, "", null, null, false, false, "", null, address);
        }
        Backfilled soFar = run.soFar();
        boolean running = run.endedAt() == null;
        boolean failed = run.problem() != null;
        String words = Words.count(soFar.seen(), "message", "messages") + " seen, " + soFar.known() + " known already, "
                + (run.dryRun() ? soFar.seen() - soFar.known() + " would come in" : soFar.stored() + " came in")
                + (run.since() == null ? "" : ", since " + run.since()) + "; begun "
                + Moment.of(run.startedAt(), now).text() + " UTC";
        Long expected = run.expected();
        long most = expected == null || !running ? 0 : expected;
        return new BackfillView(
                running
                        ? new Chip(run.dryRun() ? "Counting" : "Reading", Tone.ACCENT)
                        : failed
                                ? new Chip("Failed", Tone.BAD)
                                : new Chip(run.dryRun() ? "Counted" : "Done", Tone.GOOD),
                words,
                most > 0 ? Long.valueOf(Math.min(soFar.seen(), most)) : null,
                most > 0 ? Long.valueOf(most) : null,
                running,
                !running && !failed && run.dryRun() && soFar.seen() > soFar.known(),
                run.since() == null ? "" : run.since().toString(),
                failed
                        ? String.valueOf(
                                run.problem() == null ? "" : run.problem().getMessage())
                        : null,
                address);
    }
}
