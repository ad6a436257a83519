package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Channels of type {@code whatsapp}: one business number, reached through Meta's Cloud API, 360dialog or Twilio.
 *
 * <p>The document holds, each with its default:
 *
 * <ul>
 *   <li>{@code flavour}: {@code meta}, {@code 360dialog} or {@code twilio}; {@code meta}. {@code on_premises} is explained
 *       and refused, since its support has ended
 *   <li>{@code phone_number}: required; the business's number with its country code
 *   <li>{@code phone_number_id}: Meta's id of the number; looked up in the account where it is missing
 *   <li>{@code business_account_id}: the WhatsApp Business Account, or Twilio's Messaging Service; with {@code meta} required
 *       unless {@code phone_number_id} is given
 *   <li>{@code api_key}: required; Meta's access token, 360dialog's API key, Twilio's account SID
 *   <li>{@code api_secret}: the key of webhook signatures: Meta's app secret (required), 360dialog's platform secret (for
 *       partners), Twilio's auth token (required, also signs in)
 *   <li>{@code webhook_verify_token}: what Meta shows in the handshake; with {@code 360dialog} what its webhooks show as
 *       {@code X-Webhook-Token} or bearer token, required unless {@code api_secret} is given
 *   <li>{@code webhook_url}: where the provider calls; required with {@code twilio}, whose signature covers it
 *   <li>{@code verification}: {@code enforce}, or {@code observe}, which takes what is not proven and counts it; with it the
 *       names that only prove webhooks may be missing
 *   <li>{@code api_version}: v25.0, for {@code meta}; {@code api_base_url}: replaces the whole prefix of calls, version
 *       included
 *   <li>{@code media_hosts}: further hosts, as an array, that files may be fetched from with the access token
 *   <li>{@code quote_replies}: true; answers quote the message that they answer
 *   <li>{@code conversation_quiet_hours}: 168; after as many hours of silence a message opens a new ticket, with 0 never
 *   <li>{@code closed_tickets}: {@code reopen}, or {@code new} to open another when a customer writes to a closed one
 *   <li>{@code window_fallback_template}: none; the template that takes a text's place once the service window has closed: its
 *       name, or an object of {@code name} and {@code language}. The language is otherwise the one that
 *       {@code template_messages} gives for the name, or {@code en}
 *   <li>{@code ticket_creation_enabled}: true; {@code notifications_enabled}: false
 *   <li>{@code template_messages}: an array of objects that say which template stands for which event: {@code name},
 *       {@code template_id}, {@code language}, {@code parameters}
 * </ul>
 *
 * <p>Secrets may be arrays of two while they are changed: the new one first.
 */
public final class WhatsAppChannelType implements ChannelType {

    /** Creates the type; it holds nothing. */
    public WhatsAppChannelType() {}

    @Override
    public String id() {
        return "whatsapp";
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
        WhatsAppSettings settings = SettingsParser.parse(config);
        return new WhatsAppChannel(new WhatsAppWebhook(settings), new ProviderSide(settings, context));
    }

    @Override
    public Set<String> webhookKeys(WebhookRequest request) throws IOException {
        return WebhookKeys.in(request);
    }

    @Override
    public Map<String, Decoder> decoders() {
        return Map.of(
                WebhookSplitter.FORMAT, new WhatsAppDecoder(),
                TwilioSplitter.FORMAT, new TwilioDecoder());
    }
}
