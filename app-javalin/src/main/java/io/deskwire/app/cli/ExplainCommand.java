package io.deskwire.app.cli;

import io.deskwire.app.explain.Explainer;
import io.deskwire.app.explain.MailFiles;
import io.deskwire.app.explain.StoredMail;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description =
                    ".eml and mbox files, maildirs, captured webhook bodies, folders of those; - is standard input.")
    private List<String> paths;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Explainer explainer = new Explainer(trusted);
        List<String> unreadable = new ArrayList<>();
        MailFiles files =
                new MailFiles(mail -> print(out, explainer, mail), (path, why) -> unreadable.add(path + ": " + why));
        for (String path : paths) {
            files.read(path, System.in);
        }
        out.flush();
        if (unreadable.isEmpty()) {
            return 0;
        }
        err.println("deskwire: not everything could be read: " + String.join("; ", unreadable));
        return 1;
    }

    private void print(PrintWriter out, Explainer explainer, StoredMail mail) {
        if (json) {
            // A line is ended the same way on every system.
            out.print(explainer.json(mail) + "\n");
        } else {
            out.print(explainer.text(mail));
        }
    }
}
