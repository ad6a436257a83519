package io.deskwire.app.cli;

import io.deskwire.adapter.re2j.Re2jExpressions;
import io.deskwire.app.InstallationException;
import io.deskwire.app.explain.Explainer;
import io.deskwire.app.explain.MailFiles;
import io.deskwire.app.explain.StoredMail;
import io.deskwire.rules.Rulebook;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what would be read from stored mail, and why. */
@Command(
        name = "explain",
        description = "Reads stored mail without keeping anything and says what would be extracted, and why.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ExplainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "One line of JSON a message.")
    private boolean json;

    @Option(
            names = "--authserv-id",
            paramLabel = "NAME",
            description =
                    "A server whose Authentication-Results are believed, as a channel's authserv_ids; may be repeated."
                            + " Without it, what the receiving server seems to have written is shown.")
    private List<String> trusted = List.of();

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "A parser_config document: says which of its rules apply to each message, and what they do.")
    private @Nullable Path rulesFile;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description =
                    ".eml and mbox files, maildirs, captured webhook requests or their bodies, folders of those; - is standard"
                            + " input.")
    private List<String> paths;

    private boolean failed;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Explainer explainer = new Explainer(trusted, rules());
        MailFiles files = new MailFiles(mail -> print(out, explainer, mail), (path, why) -> {
            failed = true;
            err.println("deskwire: " + OneLine.of(path + ": " + why));
        });
        for (String path : paths) {
            files.read(path, System.in);
        }
        out.flush();
        return failed ? 1 : 0;
    }

    private @Nullable Rulebook rules() {
        if (rulesFile == null) {
            return null;
        }
        Rulebook.Reading reading = Rulebook.read(RulesDocument.of(rulesFile), new Re2jExpressions());
        if (!reading.problems().isEmpty()) {
            throw new InstallationException(
                    rulesFile + " has " + reading.problems().size() + " problems, the first: "
                            + reading.problems().get(0));
        }
        return reading.book();
    }

    private void print(PrintWriter out, Explainer explainer, StoredMail mail) {
        if (json) {
            // A line is ended the same way on every system.
            out.print(explainer.json(mail));
            out.print('\n');
        } else {
            out.print(explainer.text(mail));
        }
        if (out.checkError()) {
            throw new InstallationException("nobody reads the output any more");
        }
    }
}
