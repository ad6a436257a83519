package io.deskwire.app.cli;

import io.deskwire.Deskwire;
import io.deskwire.app.AuditTrail;
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
            PrintWriter out = spec.commandLine().getOut();
            out.println(stored + " new, " + known + " known");
            installation.audit().done(AuditTrail.Actor.commandLine(), tenant, "mail_imported", channel, "");
            new Backlog(installation, tenant).workOff(out);
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
}
