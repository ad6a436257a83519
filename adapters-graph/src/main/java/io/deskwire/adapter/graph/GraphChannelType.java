package io.deskwire.adapter.graph;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Consent;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Channels of type {@code microsoft365}: a folder of an Exchange Online mailbox, read after a delta link, woken by change
 * notifications and answered through Microsoft Graph.
 *
 * <p>The document holds, each with its default:
 *
 * <ul>
 *   <li>{@code client_id}, {@code email_address}: required; {@code client_secret}: required, unless {@code auth_mode} is
 *       delegated
 *   <li>{@code auth_mode}: {@code app_only}, where the application reads {@code email_address} with permissions of its own, or
 *       {@code delegated}, where a person consented; then with {@code refresh_token}, which connecting the account stores
 *   <li>{@code tenant_id}: required with {@code app_only}; {@code common}
 *   <li>{@code shared_mailbox}: with {@code delegated}, another mailbox that the account may open
 *   <li>{@code folder}: Inbox; a well-known name or a path of display names; {@code start_from}: {@code all}, {@code now} or a
 *       date; {@code after_intake}: {@code none}, {@code mark_seen}, {@code move:FOLDER} or {@code delete}
 *   <li>{@code webhook_url}: where Microsoft can reach this channel's webhook address, over https; without it the folder is
 *       polled only. {@code webhook_secret}: what client states are made of; a subscription that a person makes may carry it
 *       as its client state. Without it they are random
 *   <li>{@code verification}: {@code enforce}, or {@code observe}, which takes what is not proven and counts it
 *   <li>{@code max_message_mb}: 35; what the mailbox may send at once
 *   <li>{@code api_base_url}: {@code https://graph.microsoft.com/v1.0}; the other clouds' sign-in and permissions follow from
 *       it unless {@code token_url}, {@code authorize_url} or {@code scope_root} say otherwise
 * </ul>
 *
 * <p>Microsoft's library is not touched before a mailbox is read or sent from.
 */
public final class GraphChannelType implements ChannelType {

    private final InstantSource clock;

    /**
     * @param clock the present: mail that was sent shows a while later only, and waits may be asked for by date
     */
    public GraphChannelType(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public String id() {
        return "microsoft365";
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
        return new GraphChannel(SettingsParser.parse(config), context, clock);
    }

    @Override
    public Set<String> webhookKeys(WebhookRequest request) throws IOException {
        return GraphWebhook.keysIn(request);
    }

    @Override
    public Optional<Consent> consent(ChannelConfig config, ChannelContext context) {
        GraphSettings settings = SettingsParser.parse(config);
        return settings.delegated() ? Optional.of(new GraphConsent(settings, context)) : Optional.empty();
    }

    @Override
    public Map<String, Decoder> decoders() {
        return Map.of(MimeDecoder.FORMAT, new MimeDecoder());
    }
}
