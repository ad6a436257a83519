package io.deskwire.adapter.helpdesks.zendesk;

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
 * Helpdesks of type {@code zendesk}.
 *
 * <p>The document holds, each with its default:
 *
 * <ul>
 *   <li>{@code api_base_url}: required; {@code https://acme.zendesk.com}
 *   <li>{@code api_user}: the e-mail address of the agent that the token acts for; without it the token is an OAuth access token
 *   <li>{@code api_token}: required; an API token, or an OAuth access token with the scopes {@code read} and {@code write}.
 *       Polling needs an administrator's
 *   <li>{@code webhook_secret}: the webhook's signing secret; may be an array of two while it is changed
 *   <li>{@code group_id}: the group that tickets are opened for; none
 *   <li>{@code poll}, {@code poll_interval_seconds}, {@code verification}, {@code delivery_notes}: as for every helpdesk
 * </ul>
 *
 * <p>What is uncertain, since no Zendesk was at hand: for how long an idempotency key is remembered (about two hours); that
 * {@code metadata.custom} given with an update stands in that update's audit in every plan; how soon the incremental export
 * shows a change (a minute).
 */
public final class ZendeskHelpdeskType implements HelpdeskType {

    private final CustomerDesk desk;
    private final InstantSource clock;

    /**
     * @param desk takes what agents write
     * @param clock the present
     */
    public ZendeskHelpdeskType(CustomerDesk desk, InstantSource clock) {
        this.desk = Objects.requireNonNull(desk, "desk");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public String id() {
        return ZendeskApi.KIND;
    }

    @Override
    public Set<String> secretFields() {
        return CommonSettings.SECRETS;
    }

    @Override
    public List<ConfigProblem> check(ChannelConfig config) {
        return new ZendeskSettings(config).common().problems();
    }

    @Override
    public Channel open(ChannelConfig config, ChannelContext context) {
        ZendeskSettings settings = settings(config);
        ZendeskHelpdesk helpdesk = new ZendeskHelpdesk(api(settings, context), settings, context.egress());
        return new HelpdeskChannel(helpdesk, new ZendeskHook(settings.common()), settings.common(), desk, context);
    }

    @Override
    public TicketSteps sink(ChannelConfig config, ChannelContext context) {
        ZendeskSettings settings = settings(config);
        return new ZendeskSink(api(settings, context), settings);
    }

    private static ZendeskSettings settings(ChannelConfig config) {
        ZendeskSettings settings = new ZendeskSettings(config);
        settings.common().requireNoProblems();
        return settings;
    }

    private ZendeskApi api(ZendeskSettings settings, ChannelContext context) {
        return new ZendeskApi(new HttpTransport(context.egress(), context.log()), clock, settings);
    }
}
