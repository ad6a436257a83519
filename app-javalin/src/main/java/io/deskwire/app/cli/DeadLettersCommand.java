package io.deskwire.app.cli;

import io.deskwire.app.AuditTrail;
import io.deskwire.app.Installation;
import io.deskwire.app.InstallationException;
import io.deskwire.app.http.DeadLetterRoutes;
import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.DeadLetterDesk;
import io.deskwire.intake.DeadLetters;
import io.deskwire.intake.RawInbound;
import io.deskwire.json.Json;
import io.deskwire.work.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The quarantine: what was given up, with its reason and its raw bytes. */
@Command(
        name = "dead-letters",
        description = "What was given up: list, show, try again, correct, discard, write the raw bytes to files.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DeadLettersCommand implements Runnable {

    private static final int PAGE = 200;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "dead-letters needs one of list, groups, show, retry, replace, discard, export");
    }

    @Command(name = "list", description = "Lists dead letters, newest first.")
    int list(
            @Option(names = "--tenant", paramLabel = "T", description = "Only this tenant's.") @Nullable String tenant,
            @Option(names = "--json", description = "One line of JSON each.") boolean json) {
        return with(installation -> {
            PrintWriter out = spec.commandLine().getOut();
            int count = 0;
            for (DeadLetter letter : letters(installation, tenant)) {
                out.println(json ? Json.write(tree(letter)) : line(letter));
                count++;
            }
            if (count == 0 && !json) {
                out.println("no dead letters");
            }
            return 0;
        });
    }

    @Command(name = "groups", description = "Counts dead letters by stage and reason.")
    int groups(
            @Option(names = "--tenant", paramLabel = "T", description = "Only this tenant's.") @Nullable String tenant) {
        return with(installation -> {
            for (String each : tenants(installation, tenant)) {
                for (DeadLetters.Group group :
                        installation.deskwire().deadLetters().groups(each)) {
                    spec.commandLine()
                            .getOut()
                            .println(group.count() + "  " + each + "  "
                                    + group.stage().name().toLowerCase(Locale.ROOT) + "  " + group.oldest() + " to "
                                    + group.newest() + "  " + group.reason());
                }
            }
            return 0;
        });
    }

    @Command(
            name = "replace",
            description =
                    "Takes in a dead letter's message anew with the bytes of a file, as export wrote it and a person"
                            + " corrected it.")
    int replace(
            @Option(names = "--tenant", paramLabel = "T", description = "Whose it is.") @Nullable String tenant,
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "FILE") Path file) {
        return with(installation -> {
            DeadLetter letter = find(installation, tenant, id);
            byte[] bytes;
            try {
                bytes = Files.readAllBytes(file);
            } catch (IOException e) {
                throw new InstallationException(file + " cannot be read: " + e.getMessage(), e);
            }
            if (installation.deskwire().replace(letter.tenantId(), letter.id(), bytes)
                    != DeadLetterDesk.Replaced.DONE) {
                throw new InstallationException("the raw bytes of " + letter.id() + " are gone");
            }
            note(installation, letter.tenantId(), "dead_letter_replaced", letter.id(), "");
            installation.deskwire().fileOnce();
            spec.commandLine().getOut().println("1 put back to work");
            return 0;
        });
    }

    @Command(name = "show", description = "Shows a dead letter.")
    int show(
            @Option(names = "--tenant", paramLabel = "T", description = "Whose it is.") @Nullable String tenant,
            @Parameters(paramLabel = "ID") String id) {
        return with(installation -> {
            spec.commandLine().getOut().println(Json.writePretty(tree(find(installation, tenant, id))));
            return 0;
        });
    }

    @Command(name = "retry", description = "Puts dead letters back to work; a running server takes them on.")
    int retry(
            @Option(names = "--tenant", paramLabel = "T", description = "Whose they are.") @Nullable String tenant,
            @Option(names = "--all", description = "All of them.") boolean all,
            @Option(names = "--reason", paramLabel = "TEXT", description = "All with exactly this reason.") @Nullable String reason,
            @Option(
                            names = "--from",
                            paramLabel = "TIME",
                            description = "All given up then or later, as 2026-01-31T09:00:00Z.")
                    @Nullable Instant from,
            @Option(names = "--before", paramLabel = "TIME", description = "All given up earlier.") @Nullable Instant before,
            @Parameters(arity = "0..*", paramLabel = "ID") @Nullable List<String> ids) {
        DeadLetters.Filter filter = new DeadLetters.Filter(reason, from, before);
        return with(installation -> {
            int count = 0;
            if (all || !filter.equals(DeadLetters.Filter.none())) {
                for (String each : tenants(installation, tenant)) {
                    int some = installation.deskwire().redeliverAll(each, filter);
                    note(installation, each, "dead_letters_retried", null, some + " entries");
                    count += some;
                }
            } else {
                List<DeadLetter> letters = chosen(installation, tenant, false, ids);
                letters.forEach(l -> {
                    installation.deskwire().redeliver(l.tenantId(), l.id());
                    note(installation, l.tenantId(), "dead_letter_retried", l.id(), "");
                });
                count = letters.size();
            }
            // Where no server runs, this process does the work.
            installation.deskwire().fileOnce();
            spec.commandLine().getOut().println(count + " put back to work");
            return 0;
        });
    }

    @Command(name = "discard", description = "Ends dead letters for good; their raw bytes stay.")
    int discard(
            @Option(names = "--tenant", paramLabel = "T", description = "Whose they are.") @Nullable String tenant,
            @Option(names = "--comment", paramLabel = "TEXT", description = "Why.") @Nullable String comment,
            @Parameters(arity = "1..*", paramLabel = "ID") List<String> ids) {
        return with(installation -> {
            List<DeadLetter> letters = chosen(installation, tenant, false, ids);
            letters.forEach(l -> {
                installation
                        .deskwire()
                        .discard(l.tenantId(), l.id(), comment == null ? "discarded by an operator" : comment);
                note(installation, l.tenantId(), "dead_letter_discarded", l.id(), "");
            });
            spec.commandLine().getOut().println(letters.size() + " discarded");
            return 0;
        });
    }

    @Command(name = "export", description = "Writes the raw bytes of dead letters to files.")
    int export(
            @Option(names = "--tenant", paramLabel = "T", description = "Whose they are.") @Nullable String tenant,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FOLDER",
                            defaultValue = ".",
                            description = "Where to (default: here).")
                    Path folder,
            @Parameters(arity = "0..*", paramLabel = "ID", description = "Which; all when none is named.") @Nullable List<String> ids) {
        return with(installation -> {
            boolean all = ids == null || ids.isEmpty();
            int written = 0;
            for (DeadLetter letter : chosen(installation, tenant, all, ids)) {
                spec.commandLine().getOut().println(write(installation, letter, folder));
                written++;
            }
            spec.commandLine().getOut().println(written + " written");
            return 0;
        });
    }

    private static Path write(Installation installation, DeadLetter letter, Path folder) {
        RawInbound raw = installation
                .stores()
                .inbox()
                .raw(letter.tenantId(), letter.rawId())
                .orElseThrow(() -> new InstallationException("the raw bytes of " + letter.id() + " are gone"));
        Path file = folder.resolve(letter.id() + (raw.format().equals("rfc822") ? ".eml" : ".bin"));
        try (InputStream in = raw.content().open()) {
            Files.createDirectories(folder);
            Files.copy(in, file);
            return file;
        } catch (FileAlreadyExistsException e) {
            throw new InstallationException(file + " is there already and is not overwritten");
        } catch (IOException e) {
            throw new InstallationException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static void note(
            Installation installation, String tenant, String action, @Nullable String subject, String detail) {
        installation.audit().done(AuditTrail.Actor.commandLine(), tenant, action, subject, detail);
    }

    private int with(Function<Installation, Integer> work) {
        ParseResult parsed = Objects.requireNonNull(
                spec.commandLine().getParseResult().subcommand(), "called for a subcommand only");
        try (Installation installation = Installation.open(SettingOptions.read(parsed), Clock.systemUTC())) {
            return work.apply(installation);
        }
    }

    private static List<DeadLetter> chosen(
            Installation installation, @Nullable String tenant, boolean all, @Nullable List<String> ids) {
        if (all) {
            return letters(installation, tenant);
        }
        if (ids == null || ids.isEmpty()) {
            throw new InstallationException("say which: name ids, or --all");
        }
        return ids.stream().map(id -> find(installation, tenant, id)).toList();
    }

    private static DeadLetter find(Installation installation, @Nullable String tenant, String id) {
        for (String candidate : tenants(installation, tenant)) {
            DeadLetter letter =
                    installation.deskwire().deadLetter(candidate, id).orElse(null);
            if (letter != null) {
                return letter;
            }
        }
        throw new InstallationException("there is no dead letter " + id
                + (tenant == null ? "; name its --tenant if that has no channel any more" : " of tenant " + tenant));
    }

    private static List<DeadLetter> letters(Installation installation, @Nullable String tenant) {
        List<DeadLetter> letters = new ArrayList<>();
        for (String each : tenants(installation, tenant)) {
            String cursor = null;
            do {
                Page<DeadLetter> page = installation.deskwire().deadLetters().list(each, cursor, PAGE);
                letters.addAll(page.items());
                cursor = page.nextCursor();
            } while (cursor != null);
        }
        return letters;
    }

    private static Iterable<String> tenants(Installation installation, @Nullable String tenant) {
        if (tenant != null) {
            return List.of(tenant);
        }
        TreeSet<String> tenants = new TreeSet<>();
        installation.config().all().forEach(channel -> tenants.add(channel.tenantId()));
        return tenants;
    }

    private static Map<String, @Nullable Object> tree(DeadLetter letter) {
        Map<String, @Nullable Object> tree = DeadLetterRoutes.tree(letter);
        tree.put("tenant_id", letter.tenantId());
        return tree;
    }

    private static String line(DeadLetter letter) {
        return letter.id() + "  " + letter.failedAt() + "  " + letter.tenantId() + "/" + letter.channelId() + "  "
                + letter.attempts() + " attempts  " + letter.rawSize() + " bytes  " + letter.reason();
    }
}
