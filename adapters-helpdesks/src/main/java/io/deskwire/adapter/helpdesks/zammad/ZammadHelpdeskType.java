package io.deskwire.adapter.helpdesks.zammad;

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
 * Helpdesks of type {@code zammad}.
 *
 * <p>The document holds, each with its default:
 *
 * <ul>
 *   <li>{@code api_base_url}: required; {@code https://zammad.example}, without {@code /api}
 *   <li>{@code api_token}: required; an access token of an agent with the permission {@code ticket.agent} and the rights
 *       {@code read}, {@code create} and {@code change} in the group
 *   <li>{@code webhook_secret}: the HMAC SHA1 signature token of the webhook; may be an array of two while it is changed
 *   <li>{@code group}: the group that tickets are opened in; {@code Users}
 *   <li>{@code send_email_articles}: whether agents' e-mails are answers too; {@code false}, since Zammad sends these itself.
 *       Only for a Zammad whose groups have no way to send
 *   <li>{@code poll}: whether changes are asked for besides; {@code true}; needs Zammad's search index (Elasticsearch)
 *   <li>{@code poll_interval_seconds}: 60
 *   <li>{@code delivery_notes}: what becomes of an answer is told by internal notes: {@code all}, {@code sent} (that it went
 *       out, and failures; the default), {@code failures}, {@code none}
 *   <li>{@code verification}: {@code enforce}, or {@code observe}
 * </ul>
 *
 * <p>What is uncertain, since no Zammad was at hand: that {@code note} of a ticket stands among the assets of
 * {@code /api/v1/ticket_customer}, that an article of type {@code web} keeps the {@code message_id} it is given, and that the
 * search takes {@code updated_at:>=…} in every version.
 */
public final class ZammadHelpdeskType implements HelpdeskType {

    private final CustomerDesk desk;
    private final InstantSource clock;

    /**
     * @param desk takes what agents write
     * @param clock the present
     */
    public ZammadHelpdeskType(CustomerDesk desk, InstantSource clock) {
        this.desk = Objects.requireNonNull(desk, "desk");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public String id() {
        return ZammadApi.KIND;
    }

    @Override
    public Set<String> secretFields() {
        return CommonSettings.SECRETS;
    }

    @Override
    public List<ConfigProblem> check(ChannelConfig config) {
        return new ZammadSettings(config).common().problems();
    }

    @Override
    public Channel open(ChannelConfig config, ChannelContext context) {
        ZammadSettings settings = settings(config);
        ZammadHelpdesk helpdesk = new ZammadHelpdesk(api(settings, context), settings, context.egress());
        return new HelpdeskChannel(helpdesk, new ZammadHook(settings.common()), settings.common(), desk, context);
    }

    @Override
    public TicketSteps sink(ChannelConfig config, ChannelContext context) {
        ZammadSettings settings = settings(config);
        return new ZammadSink(api(settings, context), settings);
    }

    private static ZammadSettings settings(ChannelConfig config) {
        ZammadSettings settings = new ZammadSettings(config);
        settings.common().requireNoProblems();
        return settings;
    }

    private ZammadApi api(ZammadSettings settings, ChannelContext context) {
        return new ZammadApi(new HttpTransport(context.egress(), context.log()), clock, settings);
    }
}
