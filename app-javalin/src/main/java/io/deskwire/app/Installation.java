package io.deskwire.app;

import io.deskwire.Deskwire;
import io.deskwire.DeskwireListener;
import io.deskwire.Stores;
import io.deskwire.adapter.imap.ImapChannelType;
import io.deskwire.adapter.imap.Pop3ChannelType;
import io.deskwire.channel.ChannelType;
import io.deskwire.config.ConfigStore;
import io.deskwire.jdbc.AesSecretCipher;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.jdbc.MasterKey;
import io.deskwire.jdbc.TicketStore;
import io.deskwire.ticket.TicketSink;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The composition root: everything an installation is made of, put together by hand. */
public final class Installation implements AutoCloseable {

    private final Database database;
    private final Deskwire deskwire;
    private final ConfigStore config;
    private final TicketStore tickets;

    private Installation(Database database, Deskwire deskwire, ConfigStore config, TicketStore tickets) {
        this.database = database;
        this.deskwire = deskwire;
        this.config = config;
        this.tickets = tickets;
    }

    /**
     * Opens the database, brings its tables up to date and puts everything together; nothing runs yet.
     *
     * @throws SettingsException when the installation is set up wrongly
     */
    public static Installation open(Settings settings, DeskwireListener listener, Clock clock) {
        makeDataDir(settings);
        InstallationKeys keys = InstallationKeys.load(settings, isShared(settings));
        Database database = Database.open(databaseSettings(settings));
        try {
            List<ChannelType> types = List.of(new ImapChannelType(), new Pop3ChannelType());
            ConfigStore config =
                    database.configStore(new AesSecretCipher(MasterKey.parse(keys.masterKey().reveal())), secretFields(types));
            TicketStore tickets = database.tickets();
            Deskwire.Builder builder = Deskwire.builder(
                            database.stores(), config, sink(settings, tickets), keys.threadKey())
                    .egress(settings.egress())
                    .listener(listener)
                    .clock(clock);
            types.forEach(builder::channelType);
            return new Installation(database, builder.build(), config, tickets);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    private static void makeDataDir(Settings settings) {
        try {
            KeyFile.makeFolder(settings.dataDir());
        } catch (IOException e) {
            throw new SettingsException("the data folder " + settings.dataDir() + " cannot be made: "
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

    private static TicketSink sink(Settings settings, TicketStore tickets) {
        return tickets;
    }

    public Deskwire deskwire() {
        return deskwire;
    }

    public Stores stores() {
        return database.stores();
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

    /** Closes the database; stop {@link #deskwire} before. */
    @Override
    public void close() {
        database.close();
    }
}
