package io.deskwire.app.cli;

import io.deskwire.Deskwire;
import io.deskwire.app.Installation;
import io.deskwire.app.InstallationException;
import io.deskwire.app.explain.MailFiles;
import io.deskwire.app.explain.StoredMail;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Feeds stored mail through the whole pipeline, as if a channel had received it. */
@Command(
        name = "import",
        description =
                "Feeds stored mail through the whole pipeline, as if a channel had received it. Works while a server"
                        + " runs on the same database. What was imported before is known and not imported again.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ImportCommand implements Callable<Integer> {

    private static final int LONGEST_WAIT_SECONDS = 120;

    @Spec
    private CommandSpec spec;

    @Option(names = "--tenant", required = true, paramLabel = "T", description = "Whose channel it is.")
    private String tenant;

    @Option(names = "--channel", required = true, paramLabel = "C", description = "The channel to receive it.")
    private String channel;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = ".eml and mbox files, maildirs, folders of those; - is standard input.")
    private List<String> paths;

    private final List<String> unreadable = new ArrayList<>();
    private int stored;
    private int known;

    @Override
    public Integer call() throws InterruptedException {
        try (Installation installation =
                Installation.open(SettingOptions.read(spec.commandLine().getParseResult()), Clock.systemUTC())) {
            Deskwire deskwire = installation.deskwire();
            requireMailChannel(installation);
            MailFiles files =
                    new MailFiles(mail -> receive(deskwire, mail), (path, why) -> unreadable.add(path + ": " + why));
            for (String path : paths) {
                files.read(path, System.in);
            }
            long waiting = file(installation);
            PrintWriter out = spec.commandLine().getOut();
            out.println(stored + " new, " + known + " known");
            if (waiting > 0) {
                out.println(
                        waiting + " of the tenant's items still wait to be filed or handed over; a running server, or"
                                + " the next start, goes on with them");
            }
        }
        if (!unreadable.isEmpty()) {
            throw new InstallationException("not everything could be read: " + String.join("; ", unreadable));
        }
        return 0;
    }

    private void requireMailChannel(Installation installation) {
        ChannelConfig found = installation
                .config()
                .find(tenant, channel)
                .orElseThrow(() -> new InstallationException("the tenant " + tenant + " has no channel " + channel));
        if (found.provider().equals("whatsapp")) {
            throw new InstallationException("the channel " + channel + " is not one that receives mail");
        }
    }

    private void receive(Deskwire deskwire, StoredMail mail) {
        if (!mail.isMail()) {
            unreadable.add(mail.file() + ": is no mail, but what a provider posted");
            return;
        }
        RawItem item = new RawItem(
                "import:" + mail.content().sha256(),
                MimeDecoder.FORMAT,
                mail.envelope(),
                null,
                Map.of(),
                new RawBody() {
                    @Override
                    public long expectedLength() {
                        return mail.content().length();
                    }

                    @Override
                    public InputStream open() throws IOException {
                        return mail.content().open();
                    }
                });
        if (deskwire.channels().receive(tenant, channel, item)) {
            stored++;
        } else {
            known++;
        }
    }

    /** Files what was stored; a server beside us takes its share. Returns what is left of the tenant's backlog. */
    private long file(Installation installation) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < LONGEST_WAIT_SECONDS * 10; i++) {
            // What another node holds is done in a moment; what failed waits for its next attempt.
            if (installation.deskwire().fileOnce().isIdle()
                    && backlog(installation) > 0
                    && never.await(100, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts this down");
            }
            if (backlog(installation) == 0) {
                return 0;
            }
        }
        return backlog(installation);
    }

    private long backlog(Installation installation) {
        return installation.stores().inbox().backlog(tenant)
                + installation.stores().deliveries().backlog(tenant);
    }
}
