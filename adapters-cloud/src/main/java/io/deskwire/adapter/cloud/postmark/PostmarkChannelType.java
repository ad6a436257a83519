package io.deskwire.adapter.cloud.postmark;

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
 * Channels of type {@code postmark}: mail and delivery events by webhooks, sending by the Email API.
 *
 * <p>The document holds, each with its default:
 *
 * <ul>
 *   <li>{@code api_key}: required; the token of the server
 *   <li>{@code account_api_key}: the account's token, with which the connection test can look at the sender's domain
 *   <li>{@code webhook_username}, {@code webhook_password}: required; what the addresses given to Postmark carry. Each may be
 *       an array of two while it is changed, and then every pair of them is taken
 *   <li>{@code email_address}: the address answers come from; required unless the channel has a ticket address
 *   <li>{@code inbound_address}: the address Postmark receives mail at, where mail is forwarded there from another
 *   <li>{@code message_stream}: the stream that mail goes out by; {@code outbound}
 *   <li>{@code webhook_url}: where Postmark is told to post, without user name and password; the connection test compares it
 *   <li>{@code api_base_url}: replaces {@code https://api.postmarkapp.com}
 *   <li>{@code verification}: {@code enforce}, or {@code observe}, which takes what is not proven and counts it
 * </ul>
 *
 * <p>Without user name and password webhooks are answered with 503, so that Postmark keeps the mail for ten hours.
 */
public final class PostmarkChannelType implements ChannelType {

    /** Creates the type; it holds nothing. */
    public PostmarkChannelType() {}

    @Override
    public String id() {
        return "postmark";
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
        return new PostmarkChannel(SettingsParser.parse(config), context);
    }

    @Override
    public Set<String> webhookKeys(WebhookRequest request) throws IOException {
        return WebhookKeys.in(request);
    }

    @Override
    public Map<String, Decoder> decoders() {
        MimeDecoder mime = new MimeDecoder();
        return Map.of(
                MimeDecoder.FORMAT, mime,
                InboundPost.FORMAT, new RebuiltDecoder(mime, new PostedMail()),
                EventDecoder.FORMAT, new EventDecoder());
    }
}
