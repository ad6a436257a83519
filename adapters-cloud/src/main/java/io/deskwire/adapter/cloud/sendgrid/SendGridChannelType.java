package io.deskwire.adapter.cloud.sendgrid;

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
 * Channels of type {@code sendgrid}: mail by Inbound Parse in raw or parsed mode, delivery events by the Event Webhook, sending
 * by the v3 API.
 *
 * <p>The document holds, each with its default:
 *
 * <ul>
 *   <li>{@code api_key}: required; a key with the scope {@code mail.send}, and for the connection test those that read the
 *       settings of webhooks and domains
 *   <li>{@code webhook_secret}: the public key of the security policy of Inbound Parse or of the event webhook, in base64 or
 *       PEM; an array of two where these differ or one is being retired
 *   <li>{@code event_webhook_secret}: further keys, likewise
 *   <li>{@code webhook_username}, {@code webhook_password}: what the address given to SendGrid carries; where keys are given
 *       too, a post must show both
 *   <li>{@code email_address}: the address answers come from; required unless the channel has a ticket address
 *   <li>{@code inbound_host}: the host that SendGrid receives mail for; the domain of the ticket address, else of
 *       {@code email_address}
 *   <li>{@code webhook_url}: where SendGrid is told to post; the connection test compares it
 *   <li>{@code region}: {@code us} or {@code eu}; {@code us}
 *   <li>{@code api_base_url}: replaces {@code https://api.sendgrid.com}
 *   <li>{@code verification}: {@code enforce}, or {@code observe}, which takes what is not proven and counts it
 * </ul>
 *
 * <p>Without a usable key webhooks are answered with 503, so that SendGrid keeps the mail for three days.
 */
public final class SendGridChannelType implements ChannelType {

    /** Creates the type; it holds nothing. */
    public SendGridChannelType() {}

    @Override
    public String id() {
        return "sendgrid";
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
        return new SendGridChannel(SettingsParser.parse(config), context);
    }

    @Override
    public Set<String> webhookKeys(WebhookRequest request) throws IOException {
        return WebhookKeys.in(request);
    }

    @Override
    public Map<String, Decoder> decoders() {
        return Map.of(
                MimeDecoder.FORMAT, new MimeDecoder(),
                InboundPost.FORM, new FormDecoder(),
                EventBatch.FORMAT, new EventDecoder());
    }
}
