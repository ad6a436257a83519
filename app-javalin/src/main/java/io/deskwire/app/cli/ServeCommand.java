package io.deskwire.app.cli;

import io.deskwire.app.InstallationKeys.AdminToken;
import io.deskwire.app.Server;
import io.deskwire.app.Settings;
import io.deskwire.app.console.Console;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to stop. */
@Command(
        name = "serve",
        description =
                "Starts the server: admin API, console, background work. This is what runs when no command is given.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return run(
                SettingOptions.read(spec.commandLine().getParseResult()),
                spec.commandLine().getOut());
    }

    static int run(Settings settings, PrintWriter out) throws InterruptedException {
        Server server = Server.start(settings, Clock.systemUTC());
        // Before anybody is told that it runs, and may want to end it.
        Termination.stopsBy(server::stop);
        if (server.adminToken().generatedNow()) {
            out.println("admin token: " + server.adminToken().token().reveal() + " (shown once; kept in "
                    + AdminToken.file(settings) + ")");
            out.println("console, signed in once within fifteen minutes: " + server.address()
                    + Console.signInPath(server.context()));
        }
        out.println("deskwire ready on " + server.address());
        out.flush();
        return Termination.await();
    }
}
