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
 * Channels of type {@code imap}: an IMAP4rev1 folder (RFC 3501) read after UIDVALIDITY and UID, watched by IDLE where the
 * server has it, and answered through SMTP submission (RFC 6409).
 *
 * <p>The document holds, each with its default:
 *
 * <ul>
 *   <li>{@code host}, {@code username}: required; {@code port}: 993, or 143 with STARTTLS
 *   <li>{@code use_ssl} (TLS from the start) and {@code use_tls} (STARTTLS, never skipped); both absent: by the port;
 *       both true: by the port; both false: no encryption, which works towards private addresses only
 *   <li>{@code auth}: {@code password}, {@code xoauth2} or {@code oauthbearer}; with {@code password}, or with
 *       {@code client_id}, {@code client_secret}, {@code refresh_token}, {@code token_url}, {@code scope}; without
 *       {@code refresh_token} a person connects the account, at {@code authorize_url}: Google's or Microsoft's own by
 *       {@code token_url}
 *   <li>{@code folder}: INBOX; {@code start_from}: {@code all}, {@code now} or a date; messages that arrived before the
 *       date are passed over
 *   <li>{@code after_intake}: {@code none}, {@code mark_seen}, {@code move:FOLDER} or {@code delete}; done once a message
 *       is durable, again after an interruption, and to nothing else
 *   <li>{@code idle}: true
 *   <li>{@code smtp_host}: the same host, or {@code smtp.} in the place of {@code imap.}; {@code smtp_port}: 465 where the
 *       mailbox uses TLS from the start, else 587; {@code smtp_use_ssl}, {@code smtp_use_tls}: as above, or as for the
 *       mailbox when a port of one's own is given; {@code smtp_username}, {@code smtp_password}: the mailbox's; an empty
 *       {@code smtp_username} signs in nowhere
 *   <li>{@code sent_folder}: where a copy of sent mail goes; none
 *   <li>{@code trusted_ca_pem}: certificates trusted besides the platform's
 * </ul>
 */
public final class ImapChannelType implements ChannelType {

    /** Creates the type; it holds nothing. */
    public ImapChannelType() {}

    @Override
    public String id() {
        return "imap";
    }

    @Override
    public Set<String> secretFields() {
        return SettingsParser.SECRETS;
    }

    @Override
    public List<ConfigProblem> check(ChannelConfig config) {
        return SettingsParser.check(config, false);
    }

    @Override
    public Channel open(ChannelConfig config, ChannelContext context) {
        MailboxSettings settings = SettingsParser.parse(config, false);
        Dialer dialer = new Dialer(context.egress(), TlsTrust.with(settings.trusted()), context.log());
        ImapAccess imap =
                new ImapAccess(settings.server(), dialer, new Credentials(settings.account(), context.tokens()));
        SmtpAccess smtp =
                new SmtpAccess(settings.smtp(), dialer, new Credentials(settings.smtpAccount(), context.tokens()));
        ImapInbound inbound = new ImapInbound(imap, settings);
        ImapWatch watch = settings.idle() ? new ImapWatch(imap, settings.folder()) : null;
        SentCopy copy = settings.sentFolder() == null || settings.sentFolder().isEmpty()
                ? null
                : new SentCopy(imap, settings.sentFolder());
        return new MailChannel(
                inbound, watch, new SmtpOutbound(smtp, copy), new StagedTest(imap, settings.folder(), smtp), () -> {
                    inbound.close();
                    if (watch != null) {
                        watch.close();
                    }
                });
    }

    @Override
    public Optional<Consent> consent(ChannelConfig config, ChannelContext context) {
        MailboxSettings settings = SettingsParser.parse(config, false);
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
                credentials -> new ImapAccess(settings.server(), dialer, credentials)
                        .signIn()
                        .abort()));
    }

    @Override
    public Map<String, Decoder> decoders() {
        return Map.of("rfc822", new MimeDecoder());
    }
}
