package io.deskwire.app.cli;

import io.deskwire.adapter.re2j.Re2jExpressions;
import io.deskwire.app.Installation;
import io.deskwire.app.InstallationException;
import io.deskwire.app.http.RuleTrialJson;
import io.deskwire.config.ConfigProblem;
import io.deskwire.intake.RuleDryRun;
import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.rules.Rulebook;
import io.deskwire.rules.Verdict;
import io.deskwire.work.Page;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Rules in {@code parser_config}, before they count. */
@Command(name = "rules", description = "Checks rules, and says what they would do with stored mail.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RulesCommand implements Runnable {

    private static final int PAGE = 200;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "rules needs one of check, dry-run");
    }

    @Command(name = "check", description = "Says everything that is wrong with a parser_config document.")
    int check(@Parameters(paramLabel = "FILE", description = "A file with the document.") Path file) {
        PrintWriter out = spec.commandLine().getOut();
        List<ConfigProblem> problems =
                Rulebook.read(RulesDocument.of(file), new Re2jExpressions()).problems();
        problems.forEach(out::println);
        if (!problems.isEmpty()) {
            throw new InstallationException(file + " has " + problems.size() + " problems");
        }
        out.println("no problems");
        return 0;
    }

    @Command(name = "dry-run", description = "Says what rules would do with what a channel received. Changes nothing.")
    int dryRun(
            @Option(names = "--tenant", required = true, paramLabel = "T", description = "Whose channel it is.")
                    String tenant,
            @Option(names = "--channel", required = true, paramLabel = "C", description = "The channel.")
                    String channel,
            @Option(
                            names = "--file",
                            paramLabel = "FILE",
                            description = "A parser_config document to try; the channel's own by default.")
                    @Nullable Path file,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "How many messages, the newest first (default: ${DEFAULT-VALUE}).")
                    int limit,
            @Option(names = "--json", description = "One line of JSON for each message, changed or not.")
                    boolean json) {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
        }
        Map<String, Object> document = file == null ? null : RulesDocument.of(file);
        try (Installation installation = Installation.open(
                SettingOptions.read(spec.commandLine().getParseResult().subcommand()), Clock.systemUTC())) {
            new Run(installation.deskwire().ruleDryRun(), json).run(tenant, channel, document, limit);
        }
        return 0;
    }

    /** One run, counting as it goes. */
    private final class Run {
        private final RuleDryRun dryRun;
        private final boolean json;
        private int lookedAt;
        private int changed;
        private int notJudged;

        Run(RuleDryRun dryRun, boolean json) {
            this.dryRun = dryRun;
            this.json = json;
        }

        void run(String tenant, String channel, @Nullable Map<String, Object> document, int limit) {
            PrintWriter out = spec.commandLine().getOut();
            String cursor = null;
            do {
                Page<RuleDryRun.Trial> page = page(tenant, channel, document, cursor, Math.min(PAGE, limit - lookedAt));
                for (RuleDryRun.Trial trial : page.items()) {
                    count(trial);
                    if (json) {
                        out.println(Json.write(RuleTrialJson.tree(trial)));
                    } else if (trial.changed()) {
                        out.println(line(trial));
                    }
                }
                cursor = page.nextCursor();
            } while (cursor != null && lookedAt < limit);
            if (!json) {
                out.println(lookedAt + " looked at, " + changed + " would change, " + notJudged
                        + " that rules are not asked about");
            }
        }

        private Page<RuleDryRun.Trial> page(
                String tenant,
                String channel,
                @Nullable Map<String, Object> document,
                @Nullable String cursor,
                int size) {
            try {
                return dryRun.run(tenant, channel, document, cursor, size)
                        .orElseThrow(
                                () -> new InstallationException("the tenant " + tenant + " has no channel " + channel));
            } catch (IllegalArgumentException e) {
                throw new InstallationException(String.valueOf(e.getMessage()));
            }
        }

        private void count(RuleDryRun.Trial trial) {
            lookedAt++;
            changed += trial.changed() ? 1 : 0;
            notJudged += trial.after() == null ? 1 : 0;
        }
    }

    private static String line(RuleDryRun.Trial trial) {
        Verdict after = trial.after() == null ? Verdict.none() : trial.after();
        return trial.message().id() + "  " + words(trial.before()) + "  ->  " + words(after);
    }

    private static String words(Verdict verdict) {
        return switch (verdict.outcome()) {
            case DROP -> "dropped, " + verdict.line();
            case QUARANTINE -> "quarantined, " + verdict.line();
            case PASS ->
                verdict.matched().isEmpty()
                        ? "passed"
                        : "passed, by "
                                + verdict.matched().stream()
                                        .map(name -> "'" + name + "'")
                                        .collect(Collectors.joining(", "))
                                + " "
                                + Json.write(DomainJson.toTree(verdict.fields()));
        };
    }
}
