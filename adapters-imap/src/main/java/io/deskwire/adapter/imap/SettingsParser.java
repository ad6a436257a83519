package io.deskwire.adapter.imap;

import io.deskwire.adapter.imap.Account.Mechanism;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.config.SettingsReader;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the document of an IMAP or POP3 channel and finds everything that is wrong with it. */
final class SettingsParser {

    static final Set<String> SECRETS = Set.of("password", "smtp_password", "client_secret", "refresh_token");

    private final ChannelConfig config;
    private final SettingsReader reader;
    private final boolean pop3;
    private @Nullable OAuthSettings oauth;

    private SettingsParser(ChannelConfig config, boolean pop3) {
        this.config = config;
        this.reader = new SettingsReader(config.config(), "config");
        this.pop3 = pop3;
    }

    static List<ConfigProblem> check(ChannelConfig config, boolean pop3) {
        SettingsParser parser = new SettingsParser(config, pop3);
        parser.read();
        return parser.reader.problems();
    }

    /**
     * @throws IllegalArgumentException when there are problems
     */
    static MailboxSettings parse(ChannelConfig config, boolean pop3) {
        SettingsParser parser = new SettingsParser(config, pop3);
        MailboxSettings settings = parser.read();
        if (!parser.reader.problems().isEmpty()) {
            throw new IllegalArgumentException("the document has problems: " + parser.reader.problems());
        }
        return settings;
    }

    private MailboxSettings read() {
        // Settings of the core; checked here so that a wrong one is reported with the others.
        reader.integer("poll_interval_seconds", 60, 1, 86_400);
        reader.bool("plus_addressing", false);
        String host = host("host", reader.requiredText("host"));
        Security security = security("", reader.integer("port", 0, 1, 65_535), null);
        int port = reader.integer("port", defaultPort(security), 1, 65_535);
        Endpoint server = new Endpoint(pop3 ? "pop3" : "imap", host, port, security, "");
        Account account = account();
        Endpoint smtp = smtp(server);
        String folder = pop3 ? "INBOX" : requiredLine("folder", "INBOX");
        refuseWhatCannotWork();
        return new MailboxSettings(
                server,
                account,
                folder,
                afterIntake(folder),
                pop3 ? StartFrom.ALL : startFrom(),
                !pop3 && reader.bool("idle", true),
                pop3 ? reader.integer("delete_after_days", 0, 0, 36_500) : 0,
                smtp,
                smtpAccount(account),
                pop3 ? null : line("sent_folder"),
                trusted(),
                oauth);
    }

    /** A setting that would be ignored is reported instead. */
    private void refuseWhatCannotWork() {
        if (!pop3) {
            if (reader.integer("delete_after_days", 0, 0, 36_500) > 0) {
                reader.problem("delete_after_days", "is for POP3; with IMAP use after_intake");
            }
            return;
        }
        String folder = reader.text("folder", "INBOX");
        if (folder != null && !folder.isEmpty() && !folder.equalsIgnoreCase("INBOX")) {
            reader.problem("folder", "must be INBOX: POP3 knows no other folder");
        }
        String start = reader.text("start_from", "all");
        if (start != null && !start.equalsIgnoreCase("all")) {
            reader.problem("start_from", "must be all: POP3 cannot tell when messages came");
        }
        if (reader.has("sent_folder")) {
            reader.problem("sent_folder", "needs IMAP: POP3 cannot store messages");
        }
    }

    private int defaultPort(Security security) {
        if (pop3) {
            return security == Security.TLS ? 995 : 110;
        }
        return security == Security.TLS ? 993 : 143;
    }

    /**
     * {@code use_ssl} is TLS from the first byte, {@code use_tls} is STARTTLS. Many documents set both to say "encrypted";
     * then the port decides. Without either, the port decides too, and the answer is never "plain".
     */
    private Security security(String prefix, int port, @Nullable Security inherited) {
        String sslField = prefix + "use_ssl";
        String tlsField = prefix + "use_tls";
        boolean startTlsPort = Set.of(143, 110, 587, 25, 2525).contains(port);
        boolean tlsPort = Set.of(993, 995, 465).contains(port);
        boolean anySet = reader.has(sslField) || reader.has(tlsField);
        if (!anySet) {
            if (startTlsPort || tlsPort || inherited == null) {
                return startTlsPort ? Security.STARTTLS : Security.TLS;
            }
            return inherited;
        }
        boolean ssl = reader.bool(sslField, !reader.bool(tlsField, false) && !startTlsPort);
        boolean tls = reader.bool(tlsField, !ssl);
        if (ssl && tls) {
            return startTlsPort ? Security.STARTTLS : Security.TLS;
        }
        if (ssl) {
            return Security.TLS;
        }
        return tls ? Security.STARTTLS : Security.PLAIN;
    }

    private Account account() {
        String username = line("username");
        if (username == null || username.isEmpty()) {
            reader.problem("username", "is required");
            username = "";
        }
        String auth = reader.choice("auth", "password", Set.of("password", "xoauth2", "oauthbearer"));
        if (auth.equals("password")) {
            List<Secret> passwords = reader.secrets("password");
            if (passwords.isEmpty() && !reader.has("password")) {
                reader.problem("password", "is required, unless auth is xoauth2 or oauthbearer");
            } else if (passwords.isEmpty() && config.config().get("password") instanceof String) {
                reader.problem("password", "must not be empty");
            }
            return new Account(username, Mechanism.PASSWORD, passwords, List.of());
        }
        Mechanism mechanism = auth.equals("xoauth2") ? Mechanism.XOAUTH2 : Mechanism.OAUTHBEARER;
        oauth = OAuthSettings.read(config, reader, username, pop3);
        return new Account(username, mechanism, List.of(), oauth == null ? List.of() : oauth.grants());
    }

    /** Without {@code smtp_*}: the same provider's submission server under its usual name and port (RFC 8314 section 7.3). */
    private Endpoint smtp(Endpoint server) {
        String given = line("smtp_host");
        String host = given == null || given.isEmpty() ? smtpHostFor(server.host()) : host("smtp_host", given);
        int givenPort = reader.integer("smtp_port", 0, 1, 65_535);
        boolean anySet = reader.has("smtp_use_ssl") || reader.has("smtp_use_tls");
        Security guess = server.security() == Security.TLS ? Security.TLS : Security.STARTTLS;
        Security security = anySet || givenPort != 0 ? security("smtp_", givenPort, server.security()) : guess;
        int port = givenPort != 0 ? givenPort : security == Security.TLS ? 465 : security == Security.PLAIN ? 25 : 587;
        return new Endpoint("smtp", host, port, security, "smtp_");
    }

    private static String smtpHostFor(String host) {
        for (String prefix : List.of("imap.", "pop.", "pop3.")) {
            if (host.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                return "smtp." + host.substring(prefix.length());
            }
        }
        return host;
    }

    private Account smtpAccount(Account mailbox) {
        String username = line("smtp_username");
        List<Secret> passwords = reader.secrets("smtp_password");
        if (username != null && username.isEmpty()) {
            return new Account("", Mechanism.PASSWORD, List.of(), List.of());
        }
        String name = username == null ? mailbox.username() : username;
        if (!passwords.isEmpty()) {
            return new Account(name, Mechanism.PASSWORD, passwords, List.of());
        }
        return new Account(name, mailbox.mechanism(), mailbox.passwords(), mailbox.grants());
    }

    private AfterIntake afterIntake(String folder) {
        String text = reader.text("after_intake", "none");
        String word = text == null ? "none" : text;
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.equals("none")) {
            return AfterIntake.NONE;
        }
        if (lower.equals("delete")) {
            return new AfterIntake(AfterIntake.Action.DELETE, null);
        }
        if (pop3) {
            reader.problem("after_intake", "must be none or delete: POP3 knows nothing else");
            return AfterIntake.NONE;
        }
        if (lower.equals("mark_seen")) {
            return new AfterIntake(AfterIntake.Action.MARK_SEEN, null);
        }
        if (lower.startsWith("move:")) {
            return move(word.substring("move:".length()).strip(), folder);
        }
        reader.problem("after_intake", "must be none, mark_seen, delete or move:FOLDER");
        return AfterIntake.NONE;
    }

    private AfterIntake move(String target, String folder) {
        if (target.isEmpty() || hasControl(target)) {
            reader.problem("after_intake", "must name a folder after move:");
        } else if (target.equalsIgnoreCase(folder)) {
            reader.problem("after_intake", "must not move to the folder that is read");
        }
        return new AfterIntake(AfterIntake.Action.MOVE, target);
    }

    private StartFrom startFrom() {
        String text = reader.text("start_from", "all");
        if (text == null || text.equalsIgnoreCase("all")) {
            return StartFrom.ALL;
        }
        if (text.equalsIgnoreCase("now")) {
            return StartFrom.NOW;
        }
        try {
            Instant since = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
            return new StartFrom(false, since);
        } catch (DateTimeException e) {
            reader.problem("start_from", "must be all, now, a date such as 2026-01-31 or a time in UTC");
            return StartFrom.ALL;
        }
    }

    private List<X509Certificate> trusted() {
        String pem = reader.text("trusted_ca_pem", null);
        if (pem == null || pem.isEmpty()) {
            return List.of();
        }
        try {
            return TlsTrust.parse(pem);
        } catch (CertificateException e) {
            reader.problem("trusted_ca_pem", "must be one or more certificates in PEM form");
            return List.of();
        }
    }

    private String host(String field, String text) {
        boolean odd = text.contains("/") || text.contains("@") || text.chars().anyMatch(c -> c <= ' ' || c == 127);
        if (!text.isEmpty() && odd) {
            reader.problem(field, "must be a host name or an address, nothing more");
        }
        return text;
    }

    private String requiredLine(String field, String absent) {
        String text = line(field);
        return text == null || text.isEmpty() ? absent : text;
    }

    /** A text that may go into a protocol line. */
    private @Nullable String line(String field) {
        String text = reader.text(field, null);
        if (text != null && hasControl(text)) {
            reader.problem(field, "must not hold control characters");
            return "";
        }
        return text;
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 127);
    }
}
