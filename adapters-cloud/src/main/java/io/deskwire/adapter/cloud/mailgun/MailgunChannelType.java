package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.RebuiltDecoder;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Channels of type {@code mailgun}: mail in by routes, news of mail out by event webhooks, mail out as whole MIME messages.
 *
 * <p>The document holds, each with its default:
 *
 * <ul>
 *   <li>{@code api_key}: required; the account's key, or the domain's sending key, which can send and look at nothing
 *   <li>{@code domain}: required; the domain at Mailgun that mail is sent from
 *   <li>{@code webhook_secret}: required unless {@code verification} is {@code observe}; the account's HTTP webhook signing
 *       key, or that of its parent account
 *   <li>{@code email_address}: the address that customers write to; where neither it nor the ticket address is given, every
 *       address of the domain is the channel's
 *   <li>{@code webhook_url}: where Mailgun is told to call; with it the account's routes and webhooks are looked at. A route's
 *       address is this one with {@code /mime} behind it, so that mail comes whole; without it mail comes taken apart, which is
 *       read too
 *   <li>{@code region}: {@code us} or {@code eu}; {@code us}. {@code api_base_url} replaces the whole prefix of calls
 *   <li>{@code verification}: {@code enforce}, or {@code observe}, which takes what is not proven and counts it
 * </ul>
 *
 * <p>Secrets may be arrays of two while they are changed: the new one first. Routes with {@code store()} are read, but files
 * stay at Mailgun: the message says which.
 */
public final class MailgunChannelType implements ChannelType {

    /** Creates the type; it holds nothing. */
    public MailgunChannelType() {}

    @Override
    public String id() {
        return "mailgun";
    }

    @Override
    public Set<String> secretFields() {
        return SettingsParser.SECRETS;
    }

    @Override
    public List<ConfigProblem> check(ChannelConfig config) {
        return SettingsParser.check(config);
    }

    @Override
    public Channel open(ChannelConfig config, ChannelContext context) {
        return new MailgunChannel(SettingsParser.parse(config), context);
    }

    @Override
    public Set<String> webhookKeys(WebhookRequest request) throws IOException {
        return WebhookKeys.in(request);
    }

    @Override
    public Map<String, Decoder> decoders() {
        MimeDecoder mime = new MimeDecoder();
        return Map.of(
                MimeDecoder.FORMAT,
                mime,
                InboundForm.FORMAT,
                new RebuiltDecoder(mime, new FormMail()),
                EventBody.FORMAT,
                new EventDecoder());
    }
}
