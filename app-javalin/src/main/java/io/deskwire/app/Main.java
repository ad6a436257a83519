package io.deskwire.app;

import io.deskwire.app.cli.DeskwireCommand;

/** Entry point of the runnable jar. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(DeskwireCommand.run(args));
    }
}
