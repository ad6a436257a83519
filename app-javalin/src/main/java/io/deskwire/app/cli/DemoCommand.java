package io.deskwire.app.cli;

import io.deskwire.app.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The server with everything around it, for a first look. */
@Command(
        name = "demo",
        description = "Starts a server on a throw-away data folder with a mail server and a WhatsApp simulator of its"
                + " own, one mailbox channel and one WhatsApp channel, and says how to write to both. Nothing is left"
                + " behind.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Demo demo = Demo.start(SettingOptions.read(spec.commandLine().getParseResult()));
        Termination.stopsBy(demo::stop);
        demo.print(spec.commandLine().getOut());
        return Termination.await();
    }
}
