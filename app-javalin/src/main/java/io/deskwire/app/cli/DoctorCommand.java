package io.deskwire.app.cli;

import io.deskwire.app.Installation;
import io.deskwire.app.InstallationException;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.app.setup.SetupStep;
import io.deskwire.app.setup.SetupSteps;
import io.deskwire.channel.ConnectionTest.Stage;
import io.deskwire.engine.Channels;
import io.deskwire.failure.ChannelException;
import io.deskwire.work.StoreUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at everything an installation needs, one line each. */
@Command(
        name = "doctor",
        description =
                "Checks environment, data folder, keys and database; with a channel also its connection, stage by stage.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DoctorCommand implements Callable<Integer> {

    private static final String OK = "✓";
    private static final String FAILED = "✗";
    private static final String WAITING = "…";

    @Spec
    private CommandSpec spec;

    @Option(names = "--tenant", paramLabel = "T", description = "Whose channel to test.")
    private @Nullable String tenant;

    @Option(names = "--channel", paramLabel = "C", description = "The channel to test.")
    private @Nullable String channel;

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "Also writes a support bundle there: versions, settings, states, nothing of customers.")
    private @Nullable Path bundle;

    private int failures;

    @Override
    public Integer call() {
        if (channel != null && tenant == null) {
            throw new ParameterException(spec.commandLine(), "--channel needs --tenant");
        }
        Settings settings = SettingOptions.read(spec.commandLine().getParseResult());
        say(true, "java", System.getProperty("java.version") + " on " + System.getProperty("os.name"), null);
        dataDir(settings.dataDir());
        try (Installation installation = Installation.open(settings, Clock.systemUTC())) {
            say(true, "keys", keys(settings), null);
            boolean reachable = installation.database().isReachable();
            say(
                    reachable,
                    "database",
                    (installation.database().isShared() ? "PostgreSQL" : "SQLite")
                            + (reachable ? ", takes writes" : ", does not take writes"),
                    "look at disk space and rights");
            channels(installation);
            if (bundle != null) {
                bundle(installation, settings, bundle);
            }
        } catch (InstallationException e) {
            say(false, "keys", String.valueOf(e.getMessage()), null);
        } catch (StoreUnavailableException e) {
            say(
                    false,
                    "database",
                    String.valueOf(e.getMessage()),
                    "check " + Setting.DB_URL.variable() + ", user and password, and that the database runs");
        }
        return failures == 0 ? 0 : 1;
    }

    private void bundle(Installation installation, Settings settings, Path file) {
        try {
            byte[] bytes = installation
                    .support(settings, () -> "")
                    .bundle(Clock.systemUTC().instant());
            Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
            say(true, "support bundle", file + ", " + bytes.length + " bytes", null);
        } catch (FileAlreadyExistsException e) {
            say(false, "support bundle", file + " is there already and is not overwritten", "name another file");
        } catch (IOException e) {
            say(
                    false,
                    "support bundle",
                    file + " cannot be written: " + e.getClass().getSimpleName(),
                    null);
        }
    }

    private static String keys(Settings settings) {
        return settings.masterKey() == null
                ? "the master key in the data folder is used; back it up, stored secrets are lost without it"
                : "the master key of the environment is used";
    }

    private void dataDir(Path folder) {
        try {
            Files.createDirectories(folder);
            Path probe = Files.createTempFile(folder, "doctor-", ".tmp");
            Files.delete(probe);
            say(true, "data folder", folder.toAbsolutePath() + " can be written", null);
        } catch (IOException e) {
            say(
                    false,
                    "data folder",
                    folder.toAbsolutePath() + ": " + e.getClass().getSimpleName(),
                    "make it, or name another with " + Setting.DATA_DIR.variable());
        }
    }

    private void channels(Installation installation) {
        if (tenant == null) {
            say(true, "channels", installation.config().all().size() + " configured", null);
            return;
        }
        List<Channels.View> views = installation.deskwire().channels().list(tenant).stream()
                .filter(view -> channel == null || channel.equals(view.config().channelId()))
                .toList();
        if (views.isEmpty()) {
            say(
                    false,
                    "channel",
                    "the tenant " + tenant + " has no " + (channel == null ? "channel" : "channel " + channel),
                    null);
        }
        views.forEach(view -> channel(installation, view));
    }

    private void channel(Installation installation, Channels.View view) {
        Channels channels = installation.deskwire().channels();
        String name = view.config().channelId();
        SetupSteps steps = new SetupSteps(channels);
        say(true, "channel", name + ", " + view.config().provider(), null);
        List<Stage> stages = null;
        boolean unconnected = steps.of(view, null, null).stream()
                .anyMatch(step -> step.kind() == SetupStep.Kind.ACCOUNT && step.state() != SetupStep.State.DONE);
        if (view.problems().isEmpty() && view.config().active() && !unconnected) {
            try {
                stages = channels.test(view.config().tenantId(), name, this::stage);
            } catch (ChannelException e) {
                say(false, name, String.valueOf(e.getMessage()), e.hint().orElse(null));
            }
        }
        steps.of(view, stages, null).forEach(this::step);
    }

    /** A stage that failed was counted when it was said. */
    private void step(SetupStep step) {
        PrintWriter out = spec.commandLine().getOut();
        String mark = switch (step.state()) {
            case DONE -> OK;
            case WAITING -> WAITING;
            case FAILED -> FAILED;
        };
        out.println(mark + " " + step.kind().title() + ": " + step.text());
        if (step.hint() != null) {
            out.println("  " + step.hint());
        }
        if (step.state() == SetupStep.State.FAILED) {
            failures++;
        }
        out.flush();
    }

    private void stage(Stage stage) {
        say(stage.ok(), stage.name(), stage.detail(), stage.hint());
    }

    private void say(boolean ok, String what, String detail, @Nullable String hint) {
        PrintWriter out = spec.commandLine().getOut();
        out.println((ok ? OK : FAILED) + " " + what + ": " + detail);
        if (!ok) {
            failures++;
            if (hint != null) {
                out.println("  " + hint);
            }
        }
        out.flush();
    }
}
