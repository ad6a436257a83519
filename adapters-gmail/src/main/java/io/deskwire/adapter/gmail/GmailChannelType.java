package io.deskwire.adapter.gmail;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Consent;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.OwnAddress;
import io.deskwire.message.Address;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Channels of type {@code gmail}: a mailbox of Gmail or Google Workspace, read through the Gmail API after a history id, woken
 * by Pub/Sub pushes, and answered in the customer's thread.
 *
 * <p>The document holds, each with its default:
 *
 * <ul>
 *   <li>{@code email_address}: required; the mailbox
 *   <li>{@code client_id}, {@code client_secret}: required; the OAuth client. {@code refresh_token}: none until the account is
 *       connected. {@code token_url}, {@code authorize_url}: Google's
 *   <li>or {@code service_account_json}: the key file of a service account with domain-wide delegation, which acts for
 *       {@code subject}: the mailbox
 *   <li>{@code label_ids}: INBOX; ids of the labels whose messages are read. {@code include_spam_trash}: false; whether
 *       messages in spam and trash are taken too. Sent mail, drafts and chats never are; a letter to oneself is no sent mail
 *   <li>{@code start_from}: {@code all}, {@code now} or a date; messages that arrived before the date are passed over
 *   <li>{@code after_intake}: {@code none}, {@code mark_seen}, {@code move:LABEL} or {@code delete} (to the trash); done once a
 *       message is durable, again after an interruption, and to nothing else
 *   <li>{@code watch_enabled}: false; whether Gmail is asked to push. {@code watch_expiry_days}: 7; a watch counts as ended
 *       after so many days. {@code pubsub_topic}: where Gmail publishes, in the project that owns {@code client_id}
 *   <li>{@code push_service_account}: whose signed tokens prove a push; without it none is believed. {@code push_audience}:
 *       what they must be for, the address that was called. {@code pubsub_subscription}: what a push must name, any.
 *       {@code jwks_url}: Google's keys. {@code webhook_url}: the public address of the pushes
 *   <li>{@code verification}: {@code enforce}, or {@code observe}, which takes what is not proven and counts it
 *   <li>{@code quota_units_per_minute}: 6000; what Google allows a user of the project. Reading waits before it is used up
 *   <li>{@code api_base_url}: {@code https://gmail.googleapis.com/}
 * </ul>
 */
public final class GmailChannelType implements ChannelType {

    private final InstantSource clock;

    /**
     * @param clock the present: quotas, tokens of pushes and "retry after" are counted by it
     */
    public GmailChannelType(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public String id() {
        return "gmail";
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
        GmailSettings settings = SettingsParser.parse(config);
        String from = OwnAddress.of(config).map(Address::value).orElse(settings.address());
        return new GmailChannel(settings, from, context, clock);
    }

    @Override
    public Optional<Consent> consent(ChannelConfig config, ChannelContext context) {
        GmailSettings settings = SettingsParser.parse(config);
        return settings.isServiceAccount()
                ? Optional.empty()
                : Optional.of(new GmailConsent(settings, context.egress()));
    }

    @Override
    public Set<String> webhookKeys(WebhookRequest request) throws IOException {
        return GmailWebhook.keysIn(request);
    }

    @Override
    public Map<String, Decoder> decoders() {
        return Map.of(MimeDecoder.FORMAT, new MimeDecoder());
    }
}
