package io.deskwire.app.cli;

import io.deskwire.app.InstallationException;
import io.deskwire.app.Setting;
import io.deskwire.app.SettingsException;
import io.deskwire.work.StoreUnavailableException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line. Ends with 0 done, 1 it failed (one line on standard error), 2 wrong usage. */
@Command(name = "deskwire", description = "Carries customers' mail into any helpdesk as tickets, and the answers back.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class DeskwireCommand implements Callable<Integer> {

    private static final Set<Setting> ALL = EnumSet.allOf(Setting.class);

    /** What a command needs that works on the database without a server. */
    private static final Set<Setting> STORES = EnumSet.of(
            Setting.DATA_DIR,
            Setting.DB_URL,
            Setting.DB_USER,
            Setting.DB_PASSWORD,
            Setting.MASTER_KEY,
            Setting.ALLOW_PRIVATE_ENDPOINTS,
            Setting.SINK_URL,
            Setting.SINK_SECRET,
            Setting.SINK_FILES,
            Setting.SINK_LOOKUP_URL);

    @Spec
    private CommandSpec spec;

    private DeskwireCommand() {}

    /** Runs a command and returns its exit status. */
    public static int run(String... args) {
        PrintWriter out = utf8(FileDescriptor.out);
        PrintWriter err = utf8(FileDescriptor.err);
        try {
            return run(out, err, args);
        } finally {
            out.flush();
            err.flush();
        }
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine().setOut(out).setErr(err).execute(args);
    }

    @Override
    public Integer call() throws InterruptedException {
        return ServeCommand.run(
                SettingOptions.read(spec.commandLine().getParseResult()),
                spec.commandLine().getOut());
    }

    private static CommandLine commandLine() {
        CommandLine root = new CommandLine(new DeskwireCommand());
        add(root, new ServeCommand(), ALL);
        add(root, new DemoCommand(), EnumSet.of(Setting.PORT, Setting.HOST));
        add(root, new ExplainCommand(), EnumSet.noneOf(Setting.class));
        add(root, new ImportCommand(), STORES);
        add(root, new BackfillCommand(), STORES);
        CommandLine deadLetters = new CommandLine(new DeadLettersCommand());
        root.addSubcommand(deadLetters);
        deadLetters.getSubcommands().values().forEach(sub -> SettingOptions.addTo(sub.getCommandSpec(), STORES));
        CommandLine keys = new CommandLine(new KeysCommand());
        root.addSubcommand(keys);
        keys.getSubcommands().values().forEach(sub -> SettingOptions.addTo(sub.getCommandSpec(), STORES));
        CommandLine rules = new CommandLine(new RulesCommand());
        root.addSubcommand(rules);
        SettingOptions.addTo(
                Objects.requireNonNull(rules.getSubcommands().get("dry-run")).getCommandSpec(), STORES);
        add(root, new DoctorCommand(), ALL);
        SettingOptions.addTo(root.getCommandSpec(), ALL);
        addCommon(root);
        root.setUsageHelpWidth(110);
        root.setExecutionExceptionHandler((e, line, parsed) -> failed(e, line, parsed));
        root.setParameterExceptionHandler((e, args) -> wrongUsage(e));
        return root;
    }

    private static void add(CommandLine root, Object command, Set<Setting> settings) {
        CommandLine sub = new CommandLine(command);
        SettingOptions.addTo(sub.getCommandSpec(), settings);
        root.addSubcommand(sub);
    }

    private static void addCommon(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Shows this help.")
                .build());
        spec.addOption(OptionSpec.builder("--debug")
                .type(boolean.class)
                .description("Shows stack traces of failures.")
                .build());
        spec.usageMessage().sortOptions(false);
        line.getSubcommands().values().forEach(DeskwireCommand::addCommon);
    }

    private static int failed(Exception e, CommandLine line, ParseResult parsed) throws Exception {
        boolean debug = parsed.asCommandLineList().stream()
                .anyMatch(level -> level.getParseResult().hasMatchedOption("--debug"));
        if (debug) {
            e.printStackTrace(line.getErr());
        }
        line.getErr().println("deskwire: " + words(e));
        return e instanceof SettingsException ? 2 : 1;
    }

    private static String words(Exception e) {
        boolean known = e instanceof SettingsException
                || e instanceof InstallationException
                || e instanceof StoreUnavailableException;
        String message = String.valueOf(e.getMessage()).replaceAll("\\s*[\\r\\n]+\\s*", " ");
        return known
                ? message
                : "this failed unexpectedly, run it with --debug to see where: "
                        + e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + message);
    }

    private static int wrongUsage(ParameterException e) {
        CommandLine line = e.getCommandLine();
        String name = line.getCommandSpec().qualifiedName();
        line.getErr().println("deskwire: " + e.getMessage() + "; '" + name + " --help' shows what is possible");
        return CommandLine.ExitCode.USAGE;
    }

    private static PrintWriter utf8(FileDescriptor descriptor) {
        // Mail is not limited to what the terminal's locale can write; neither is JSON.
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
