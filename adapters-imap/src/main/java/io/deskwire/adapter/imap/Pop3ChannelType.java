package io.deskwire.adapter.imap;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Consent;
import io.deskwire.channel.Decoder;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.mime.MimeDecoder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Channels of type {@code pop3}: a maildrop (RFC 1939) whose unique ids tell what is new, answered through SMTP submission
 * (RFC 6409). The inbox is the ledger: what it knows is not read again, and POP3 needs no cursor.
 *
 * <p>The document is that of {@link ImapChannelType} with these differences: {@code port} is 995, or 110 with STLS;
 * {@code after_intake} is {@code none} (leave on the server) or {@code delete}; {@code delete_after_days} leaves stored
 * messages on the server for so many days, counted from the topmost Received field (from this process' first sight where there
 * is none), and deletes them then, whatever
 * {@code after_intake} says. There is no {@code folder} but INBOX, no {@code start_from}, {@code idle} or
 * {@code sent_folder}.
 */
public final class Pop3ChannelType implements ChannelType {

    /** Creates the type; it holds nothing. */
    public Pop3ChannelType() {}

    @Override
    public String id() {
        return "pop3";
    }

    @Override
    public Set<String> secretFields() {
        return SettingsParser.SECRETS;
    }

    @Override
    public List<ConfigProblem> check(ChannelConfig config) {
        return SettingsParser.check(config, true);
    }

    @Override
    public Channel open(ChannelConfig config, ChannelContext context) {
        MailboxSettings settings = SettingsParser.parse(config, true);
        Dialer dialer = new Dialer(context.egress(), TlsTrust.with(settings.trusted()), context.log());
        Pop3Access pop3 =
                new Pop3Access(settings.server(), dialer, new Credentials(settings.account(), context.tokens()));
        SmtpAccess smtp =
                new SmtpAccess(settings.smtp(), dialer, new Credentials(settings.smtpAccount(), context.tokens()));
        Pop3Inbound inbound = new Pop3Inbound(pop3, settings);
        return new MailChannel(inbound, null, new SmtpOutbound(smtp, null), new StagedTest(pop3, smtp), inbound::close);
    }

    @Override
    public Optional<Consent> consent(ChannelConfig config, ChannelContext context) {
        MailboxSettings settings = SettingsParser.parse(config, true);
        OAuthSettings oauth = settings.oauth();
        URI authorizeUrl = oauth == null ? null : oauth.authorizeUrl();
        if (oauth == null || authorizeUrl == null) {
            return Optional.empty();
        }
        Dialer dialer = new Dialer(context.egress(), TlsTrust.with(settings.trusted()), context.log());
        return Optional.of(new MailConsent(
                oauth,
                authorizeUrl,
                settings,
                credentials -> new Pop3Access(settings.server(), dialer, credentials)
                        .signIn()
                        .abort()));
    }

    @Override
    public Map<String, Decoder> decoders() {
        return Map.of("rfc822", new MimeDecoder());
    }
}
