package io.deskwire.app;

import io.deskwire.Deskwire;
import io.deskwire.DeskwireListener;
import io.deskwire.Stores;
import io.deskwire.adapter.cloud.mailgun.MailgunChannelType;
import io.deskwire.adapter.cloud.postmark.PostmarkChannelType;
import io.deskwire.adapter.cloud.sendgrid.SendGridChannelType;
import io.deskwire.adapter.cloud.ses.SesChannelType;
import io.deskwire.adapter.gmail.GmailChannelType;
import io.deskwire.adapter.graph.GraphChannelType;
import io.deskwire.adapter.helpdesks.CustomerDesk;
import io.deskwire.adapter.helpdesks.HelpdeskType;
import io.deskwire.adapter.helpdesks.chatwoot.ChatwootHelpdeskType;
import io.deskwire.adapter.helpdesks.osticket.OsTicketHelpdeskType;
import io.deskwire.adapter.helpdesks.zammad.ZammadHelpdeskType;
import io.deskwire.adapter.helpdesks.zendesk.ZendeskHelpdeskType;
import io.deskwire.adapter.imap.ImapChannelType;
import io.deskwire.adapter.imap.Pop3ChannelType;
import io.deskwire.adapter.re2j.Re2jExpressions;
import io.deskwire.adapter.whatsapp.WhatsAppChannelType;
import io.deskwire.app.access.Author;
import io.deskwire.app.events.Events;
import io.deskwire.app.limit.Rate;
import io.deskwire.app.limit.TenantPace;
import io.deskwire.app.oauth.Consents;
import io.deskwire.app.support.SupportBundle;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.Secret;
import io.deskwire.engine.EngineSettings;
import io.deskwire.http.HttpTicketSink;
import io.deskwire.http.HttpTransport;
import io.deskwire.jdbc.AesSecretCipher;
import io.deskwire.jdbc.ConfigHistory;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.jdbc.TicketStore;
import io.deskwire.ticket.TicketSink;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The composition root: everything an installation is made of, put together by hand. */
public final class Installation implements AutoCloseable {

    private final InstallationKeys keys;
    private final @Nullable ServerLock lock;
    private final Database database;
    private final Stores stores;
    private final Deskwire deskwire;
    private final ConfigStore config;
    private final TicketStore tickets;
    private final FileLinks files;
    private final GrantTokens grants;
    private final AuditTrail audit;
    private final Events events;

    private Installation(
            InstallationKeys keys,
            @Nullable ServerLock lock,
            Database database,
            Stores stores,
            Deskwire deskwire,
            ConfigStore config,
            TicketStore tickets,
            FileLinks files,
            GrantTokens grants,
            AuditTrail audit,
            Events events) {
        this.keys = keys;
        this.lock = lock;
        this.database = database;
        this.stores = stores;
        this.deskwire = deskwire;
        this.config = config;
        this.tickets = tickets;
        this.files = files;
        this.grants = grants;
        this.audit = audit;
        this.events = events;
    }

    /**
     * Opens the database, brings its tables up to date and puts everything together, for a server; nothing runs yet.
     *
     * @param publicUrl where providers reach the server once it listens; empty where they cannot
     * @param wrapping what stands around its ports
     * @throws InstallationException when the installation is set up wrongly, or another server runs on its data folder
     */
    public static Installation openForServer(
            Settings settings,
            DeskwireListener listener,
            Clock clock,
            Supplier<Optional<String>> publicUrl,
            PortWrapping wrapping) {
        makeDataDir(settings);
        ServerLock lock = ServerLock.take(settings.dataDir(), clock.instant());
        try {
            return open(settings, listener, clock, lock, publicUrl, wrapping);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** The same for a command that works on the database, beside a running server too. */
    public static Installation open(Settings settings, Clock clock) {
        makeDataDir(settings);
        return open(settings, DeskwireListener.none(), clock, null, Optional::empty, PortWrapping.NONE);
    }

    private static Installation open(
            Settings settings,
            DeskwireListener listener,
            Clock clock,
            @Nullable ServerLock lock,
            Supplier<Optional<String>> publicUrl,
            PortWrapping wrapping) {
        InstallationKeys keys = InstallationKeys.load(settings, isShared(settings));
        Database database = Database.open(databaseSettings(settings));
        try {
            TicketStore tickets = database.tickets();
            AtomicReference<Deskwire> built = new AtomicReference<>();
            List<HelpdeskType> helpdesks = helpdesks(
                    new HelpdeskAnswers(
                            () -> Objects.requireNonNull(built.get(), "built"),
                            database.stores().conversations(),
                            tickets,
                            clock),
                    clock);
            List<ChannelType> types = types(helpdesks, clock);
            String itself = lock == null ? "command_line" : ConfigHistory.SERVER;
            AesSecretCipher cipher = new AesSecretCipher(keys.masterKeysOfCipher());
            Events events = new Events(database, cipher, settings.eventRetention(), settings.egress(), clock);
            ConfigStore config = database.configStore(
                    cipher, secretFields(types), new ConfigHistory(clock, () -> Author.or(itself)));
            FileLinks files = new FileLinks(keys.threadKey(), publicUrl, clock);
            GrantTokens grants = new GrantTokens(
                    settings.egress(),
                    config,
                    clock,
                    (grant, failure) -> Objects.requireNonNull(built.get(), "built")
                            .channels()
                            .accessTokenAsked(grant.tenantId(), grant.channelId(), failure));
            ChannelContext context = new ChannelContext(
                    settings.egress(), grants, database.stores().memory(), files);
            TicketSink sink = new TwofoldSink(
                    sink(settings, tickets, files), new HelpdeskSinks(config, helpdesks, context, clock));
            Stores stores = wrapping.stores(database.stores());
            Deskwire.Builder builder = Deskwire.builder(stores, config, wrapping.sink(sink), keys.threadKey())
                    .egress(settings.egress())
                    .accessTokens(grants)
                    .publicFiles(files)
                    .expressions(new Re2jExpressions())
                    .listener(listener)
                    .retention(settings.retention())
                    .sendPace(new TenantPace(Rate.perMinute(settings.limits().sends()), clock))
                    .formerThreadKeys(keys.formerThreadKeys())
                    .clock(clock);
            builder.recurringJob(
                    new DeadLetterAlarm(config, stores.deadLetters()::groups, settings.deadLetterPatience()).job());
            builder.recurringJob(events.forgetting());
            if (lock != null) {
                EngineSettings engine = EngineSettings.defaults(lock.node());
                Integer most = settings.connectionsPerTenant();
                builder.settings(most == null ? engine : engine.withConnectionsPerTenant(most));
            }
            types.forEach(type -> builder.channelType(wrapping.channelType(type)));
            Deskwire deskwire = builder.build();
            built.set(deskwire);
            return new Installation(
                    keys,
                    lock,
                    database,
                    stores,
                    deskwire,
                    config,
                    tickets,
                    files,
                    grants,
                    new AuditTrail(stores.audit(), clock),
                    events);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    private static List<HelpdeskType> helpdesks(CustomerDesk desk, Clock clock) {
        return List.of(
                new ZammadHelpdeskType(desk, clock),
                new ChatwootHelpdeskType(desk, clock),
                new ZendeskHelpdeskType(desk, clock),
                new OsTicketHelpdeskType(clock));
    }

    /**
     * Encrypts every stored secret under the first master key. Where the key is the data folder's own, a new one is made
     * first; no server may run on it then, since it would not know the key.
     *
     * @param progress is told how many are done
     * @throws InstallationException when a server runs on the data folder
     */
    public static Database.Renewed rotateKeys(Settings settings, Clock clock, IntConsumer progress) {
        makeDataDir(settings);
        ServerLock lock = settings.masterKey() == null ? ServerLock.take(settings.dataDir(), clock.instant()) : null;
        try {
            if (lock != null) {
                InstallationKeys.load(settings, isShared(settings));
                InstallationKeys.addGenerated(settings.dataDir());
            }
            InstallationKeys keys = InstallationKeys.load(settings, isShared(settings));
            try (Database database = Database.open(databaseSettings(settings))) {
                CustomerDesk nobody = new HelpdeskAnswers(
                        () -> {
                            throw new IllegalStateException("nothing is sent while keys are rotated");
                        },
                        database.stores().conversations(),
                        database.tickets(),
                        clock);
                Database.Renewed renewed = database.renewSecrets(
                        new AesSecretCipher(keys.masterKeysOfCipher()),
                        secretFields(types(helpdesks(nobody, clock), clock)),
                        progress);
                new AuditTrail(database.stores().audit(), clock)
                        .done(
                                AuditTrail.Actor.commandLine(),
                                null,
                                "keys_rotated",
                                null,
                                renewed.current() + " of " + renewed.secrets() + " secrets");
                return renewed;
            }
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }

    private static List<ChannelType> types(List<HelpdeskType> helpdesks, Clock clock) {
        List<ChannelType> types = new ArrayList<>(helpdesks);
        types.addAll(List.of(
                new ImapChannelType(),
                new Pop3ChannelType(),
                new GmailChannelType(clock),
                new GraphChannelType(clock),
                new SendGridChannelType(),
                new MailgunChannelType(),
                new SesChannelType(clock),
                new PostmarkChannelType(),
                new WhatsAppChannelType()));
        return types;
    }

    private static void makeDataDir(Settings settings) {
        try {
            KeyFile.makeFolder(settings.dataDir());
        } catch (IOException e) {
            throw new InstallationException("the data folder " + settings.dataDir() + " cannot be made: "
                    + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    /** The database that the settings name. */
    public static DatabaseSettings databaseSettings(Settings settings) {
        return settings.dbUrl() == null
                ? DatabaseSettings.embedded(settings.dataDir())
                : DatabaseSettings.of(settings.dbUrl(), settings.dbUser(), settings.dbPassword());
    }

    /** Whether other nodes may work on the same database. */
    public static boolean isShared(Settings settings) {
        return settings.dbUrl() != null && !settings.dbUrl().startsWith("jdbc:sqlite:");
    }

    private static Function<String, Set<String>> secretFields(List<ChannelType> types) {
        Map<String, Set<String>> fields =
                types.stream().collect(Collectors.toUnmodifiableMap(ChannelType::id, ChannelType::secretFields));
        return provider -> fields.getOrDefault(provider, Set.of());
    }

    private static TicketSink sink(Settings settings, TicketStore tickets, FileLinks files) {
        URI url = settings.sinkUrl();
        Secret secret = settings.sinkSecret();
        if (url == null || secret == null) {
            return tickets;
        }
        try {
            // The operator names this address, not a tenant: it may well be on the same machine.
            HttpTransport transport = new HttpTransport(EgressPolicy.privateAllowed());
            HttpTicketSink.Options options =
                    new HttpTicketSink.Options(settings.sinkFiles(), files, settings.sinkLookupUrl());
            return new TwofoldSink(tickets, new HttpTicketSink(transport, url, List.of(secret), options));
        } catch (IllegalArgumentException e) {
            throw new InstallationException(Setting.SINK_URL.variable() + " or " + Setting.SINK_SECRET.variable()
                    + " cannot be used: " + e.getMessage());
        }
    }

    public InstallationKeys keys() {
        return keys;
    }

    public Deskwire deskwire() {
        return deskwire;
    }

    public Stores stores() {
        return stores;
    }

    /** Who is told of what happens. */
    public Events events() {
        return events;
    }

    /** Notes what is done. */
    public AuditTrail audit() {
        return audit;
    }

    public Database database() {
        return database;
    }

    public ConfigStore config() {
        return config;
    }

    /** The built-in ticket store. */
    public TicketStore tickets() {
        return tickets;
    }

    /** Addresses under which providers fetch files. */
    public FileLinks files() {
        return files;
    }

    /**
     * How people connect channels' accounts.
     *
     * @param url where browsers reach the server, without a slash at its end; asked once it listens
     */
    public Consents consents(Supplier<String> url, Clock clock) {
        return new Consents(deskwire.channels(), stores().leases(), grants, keys.consentKey(), url, clock);
    }

    /**
     * What is handed to somebody who helps.
     *
     * @param figures what was counted, in the text format of Prometheus
     */
    public SupportBundle support(Settings settings, Supplier<String> figures) {
        return new SupportBundle(settings, deskwire, stores, database, config, figures);
    }

    /** Closes the database; stop {@link #deskwire} before. */
    @Override
    public void close() {
        database.close();
        if (lock != null) {
            lock.close();
        }
    }
}
