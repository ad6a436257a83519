package io.deskwire.app.cli;

import io.deskwire.app.Installation;
import io.deskwire.app.InstallationException;
import io.deskwire.jdbc.Database;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The key that encrypts secrets. */
@Command(name = "keys", description = "The master key: rotate.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class KeysCommand implements Runnable {

    private static final int STEP = 100;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "keys needs: rotate");
    }

    @Command(
            name = "rotate",
            description =
                    "Encrypts every stored secret under a new master key. In a data folder with a key of its own the new"
                            + " one is made now, with the server stopped; else set DESKWIRE_MASTER_KEY to NEW,OLD on every node first.")
    int rotate() {
        ParseResult parsed = Objects.requireNonNull(
                spec.commandLine().getParseResult().subcommand(), "called for a subcommand only");
        PrintWriter err = spec.commandLine().getErr();
        Database.Renewed renewed = Installation.rotateKeys(SettingOptions.read(parsed), Clock.systemUTC(), done -> {
            if (done > 0 && done % STEP == 0) {
                err.println(done + " secrets so far");
                err.flush();
            }
        });
        spec.commandLine()
                .getOut()
                .println(renewed.current() + " of " + renewed.secrets() + " secrets stand under the new key");
        if (!renewed.problems().isEmpty() || renewed.current() < renewed.secrets()) {
            throw new InstallationException(
                    "not everything could be renewed: " + String.join("; ", renewed.problems()));
        }
        return 0;
    }
}
