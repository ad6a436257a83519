package io.deskwire.adapter.helpdesks.chatwoot;

import io.deskwire.adapter.helpdesks.CommonSettings;
import io.deskwire.adapter.helpdesks.CustomerDesk;
import io.deskwire.adapter.helpdesks.HelpdeskChannel;
import io.deskwire.adapter.helpdesks.HelpdeskType;
import io.deskwire.adapter.helpdesks.TicketSteps;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.http.HttpTransport;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Helpdesks of type {@code chatwoot}: an inbox of the kind API.
 *
 * <p>The document holds, each with its default:
 *
 * <ul>
 *   <li>{@code api_base_url}: required; {@code https://chatwoot.example}, without {@code /api}
 *   <li>{@code api_token}: required; the access token of an agent or an agent bot of the inbox
 *   <li>{@code account_id}, {@code inbox_id}: required; the numbers in the inbox's address
 *   <li>{@code webhook_secret}: the inbox's secret, which newer versions sign posts with ({@code X-Chatwoot-Signature}); for
 *       older ones, which sign nothing, the {@code token} in the webhook's address. May be an array of two while it is changed
 *   <li>{@code webhook_token_in_url}: whether a post without a signature is proven by the {@code token} in its address;
 *       {@code false}
 *   <li>{@code poll}, {@code poll_interval_seconds}, {@code verification}: as for every helpdesk
 *   <li>{@code delivery_notes}: what becomes of an answer is shown as the message's own status: {@code all}, {@code sent}
 *       (the default), {@code failures}, {@code none}
 * </ul>
 *
 * <p>What is uncertain, since no Chatwoot was at hand: that {@code content_attributes} of an incoming message are kept as given
 * and that an inbox of the kind API takes states of messages hold since 2024's versions as far as their sources tell; how many
 * conversations of a contact are listed (twenty).
 */
public final class ChatwootHelpdeskType implements HelpdeskType {

    private final CustomerDesk desk;
    private final InstantSource clock;

    /**
     * @param desk takes what agents write
     * @param clock the present
     */
    public ChatwootHelpdeskType(CustomerDesk desk, InstantSource clock) {
        this.desk = Objects.requireNonNull(desk, "desk");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public String id() {
        return ChatwootApi.KIND;
    }

    @Override
    public Set<String> secretFields() {
        return CommonSettings.SECRETS;
    }

    @Override
    public List<ConfigProblem> check(ChannelConfig config) {
        return new ChatwootSettings(config).common().problems();
    }

    @Override
    public Channel open(ChannelConfig config, ChannelContext context) {
        ChatwootSettings settings = settings(config);
        ChatwootHelpdesk helpdesk = new ChatwootHelpdesk(api(settings, context), settings, context.egress());
        return new HelpdeskChannel(helpdesk, new ChatwootHook(settings), settings.common(), desk, context);
    }

    @Override
    public TicketSteps sink(ChannelConfig config, ChannelContext context) {
        return new ChatwootSink(api(settings(config), context));
    }

    private static ChatwootSettings settings(ChannelConfig config) {
        ChatwootSettings settings = new ChatwootSettings(config);
        settings.common().requireNoProblems();
        return settings;
    }

    private ChatwootApi api(ChatwootSettings settings, ChannelContext context) {
        return new ChatwootApi(new HttpTransport(context.egress(), context.log()), clock, settings);
    }
}
