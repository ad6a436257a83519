package io.deskwire.app.cli;

import io.deskwire.app.AuditTrail;
import io.deskwire.app.Installation;
import io.deskwire.app.InstallationException;
import io.deskwire.engine.Channels.Backfilled;
import io.deskwire.failure.ChannelException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads a mailbox again from a date, or compares it with what came in. */
@Command(
        name = "backfill",
        description =
                "Reads a polled channel again from a date on. What is known is passed over and nothing is changed in the"
                        + " mailbox. With --dry-run it only counts, and names what is in the mailbox and not here.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class BackfillCommand implements Callable<Integer> {

    /** A line of progress each time so many more messages were looked at. */
    private static final int STEP = 1000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--tenant", required = true, paramLabel = "T", description = "Whose channel it is.")
    private String tenant;

    @Option(names = "--channel", required = true, paramLabel = "C", description = "The channel to read.")
    private String channel;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "The first day, as 2026-01-31, in UTC. Everything without it.")
    private @Nullable LocalDate since;

    @Option(names = "--dry-run", description = "Counts and names only.")
    private boolean dryRun;

    private long announced;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Installation installation =
                Installation.open(SettingOptions.read(spec.commandLine().getParseResult()), Clock.systemUTC())) {
            Backfilled done =
                    installation.deskwire().channels().backfill(tenant, channel, since, dryRun, this::progress);
            long missing = done.seen() - done.known();
            out.println(done.seen() + " in the mailbox, " + done.known() + " known, " + missing
                    + (dryRun ? " missing" : " new, " + done.stored() + " stored"));
            if (dryRun) {
                done.missing().forEach(key -> out.println("  missing " + key));
                if (missing > done.missing().size()) {
                    out.println("  and " + (missing - done.missing().size()) + " more");
                }
            } else {
                installation
                        .audit()
                        .done(
                                AuditTrail.Actor.commandLine(),
                                tenant,
                                "channel_backfilled",
                                channel,
                                done.stored() + " stored");
                new Backlog(installation, tenant).workOff(out);
            }
        } catch (ChannelException e) {
            throw new InstallationException(channel + ": " + e.getMessage()
                    + e.hint().map(hint -> " " + hint).orElse(""));
        }
        return 0;
    }

    private void progress(Backfilled soFar) {
        if (soFar.seen() >= announced + STEP) {
            announced = soFar.seen();
            PrintWriter err = spec.commandLine().getErr();
            err.println(soFar.seen() + " looked at, " + soFar.stored() + " stored");
            err.flush();
        }
    }
}
