package io.deskwire.app;

import io.deskwire.adapter.helpdesks.HelpdeskType;
import io.deskwire.adapter.helpdesks.LinkedSink;
import io.deskwire.channel.ChannelContext;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.ConfigStore;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Each tenant's own helpdesk, as the tenant's documents name it. A tenant without one is done with at once. One whose document
 * has problems waits, since its messages would be missing there; so does one where two helpdesks claim the same channel.
 */
final class HelpdeskSinks implements TicketSink {

    /** A document that somebody else's SQL changed counts within this time. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final ConfigStore config;
    private final Map<String, HelpdeskType> types;
    private final ChannelContext context;
    private final Clock clock;
    private final Map<String, Known> tenants = new ConcurrentHashMap<>();

    private record Known(Instant at, List<Opened> helpdesks) {}

    /**
     * @param sink hands over, or says why it cannot
     */
    private record Opened(ChannelConfig config, TicketSink sink) {}

    HelpdeskSinks(ConfigStore config, List<HelpdeskType> types, ChannelContext context, Clock clock) {
        this.config = config;
        this.types = types.stream().collect(Collectors.toUnmodifiableMap(HelpdeskType::id, Function.identity()));
        this.context = context;
        this.clock = clock;
    }

    @Override
    public SinkResult deliver(TicketEvent event) {
        List<Opened> claiming = helpdesks(event.message().tenantId()).stream()
                .filter(helpdesk -> serves(helpdesk.config(), event.message().channelId()))
                .toList();
        if (claiming.isEmpty()) {
            TicketRef known = event.knownTicket();
            return new SinkResult.Appended(known == null ? new TicketRef(event.conversationId()) : known);
        }
        if (claiming.size() > 1) {
            return new SinkResult.Misconfigured("several helpdesks claim the channel "
                    + event.message().channelId() + ": "
                    + claiming.stream()
                            .map(helpdesk -> helpdesk.config().channelId())
                            .collect(Collectors.joining(", "))
                    + "; name in each document's \"channels\" which are its own");
        }
        return claiming.get(0).sink().deliver(event);
    }

    /** Whether messages of a channel go to a helpdesk: all do unless its document names some. */
    private static boolean serves(ChannelConfig helpdesk, String channelId) {
        return !(helpdesk.config().get("channels") instanceof List<?> named) || named.contains(channelId);
    }

    private List<Opened> helpdesks(String tenantId) {
        Instant now = clock.instant();
        Known known = tenants.get(tenantId);
        if (known != null && now.isBefore(known.at().plus(FRESH)) && !now.isBefore(known.at())) {
            return known.helpdesks();
        }
        return Objects.requireNonNull(tenants.compute(tenantId, (tenant, before) -> {
                    List<Opened> all = new ArrayList<>();
                    for (ChannelConfig document : config.ofTenant(tenant)) {
                        if (document.active() && types.containsKey(document.provider())) {
                            all.add(opened(document, before));
                        }
                    }
                    return new Known(now, List.copyOf(all));
                }))
                .helpdesks();
    }

    private Opened opened(ChannelConfig document, @Nullable Known before) {
        if (before != null) {
            for (Opened open : before.helpdesks()) {
                if (open.config().equals(document)) {
                    return open;
                }
            }
        }
        HelpdeskType type = Objects.requireNonNull(types.get(document.provider()));
        List<ConfigProblem> problems = new ArrayList<>(document.readProblems());
        problems.addAll(type.check(document));
        if (!problems.isEmpty()) {
            String reason = "the document of the helpdesk " + document.channelId() + " has problems: "
                    + problems.get(0).path() + " " + problems.get(0).message();
            return new Opened(document, event -> new SinkResult.Misconfigured(reason));
        }
        return new Opened(
                document, new LinkedSink(type.sink(document, context), context.memory(), document.channelId()));
    }
}
