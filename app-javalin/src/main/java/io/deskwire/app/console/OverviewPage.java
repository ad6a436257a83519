package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.channel.ChannelState;
import io.deskwire.config.ChannelConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All tenants with their channels at a glance, a page at a time, at three look-ups a tenant. */
final class OverviewPage {

    private static final int TENANTS_A_PAGE = 25;

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;

    OverviewPage(ServerContext context, Gate gate, Pages pages) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
    }

    /**
     * A tenant.
     *
     * @param waiting items stored and not yet filed
     */
    record Row(
            String tenant,
            String tickets,
            String channelsAddress,
            String deadLettersAddress,
            List<ChannelRow> channels,
            long waiting,
            long deadLetters) {}

    /** A channel in short; {@code chip} is the worse of its two sides. */
    record ChannelRow(
            String id,
            String provider,
            Chip chip,
            @Nullable String reason,
            @Nullable Moment lastMessage) {}

    void addTo(RoutesConfig routes) {
        routes.get(Addresses.HOME, gate.reading(this::show));
    }

    private void show(Context ctx, Session session) {
        String search = Asked.text(ctx, "q");
        String after = ctx.queryParam("after");
        TreeMap<String, List<ChannelConfig>> tenants = new TreeMap<>();
        for (ChannelConfig channel : context.config().all()) {
            if (!session.who().sees(channel.tenantId())) {
                continue;
            }
            tenants.computeIfAbsent(channel.tenantId(), id -> new ArrayList<>()).add(channel);
        }
        tenants.values().removeIf(channels -> channels.stream().noneMatch(channel -> matches(channel, search)));
        Map<String, List<ChannelConfig>> rest = after == null ? tenants : tenants.tailMap(after, false);
        List<Row> rows = rest.entrySet().stream()
                .limit(TENANTS_A_PAGE)
                .map(e -> row(e.getKey(), e.getValue()))
                .toList();
        String next = rest.size() > TENANTS_A_PAGE
                ? Addresses.with(
                        Addresses.with(Addresses.HOME, "q", search),
                        "after",
                        rows.get(rows.size() - 1).tenant())
                : "";
        pages.show(
                ctx,
                "overview",
                Map.of(
                        "frame",
                        pages.frame(ctx, session, "Tenants"),
                        "rows",
                        rows,
                        "search",
                        search,
                        "count",
                        tenants.size(),
                        "next",
                        next,
                        "first",
                        after == null ? "" : Addresses.with(Addresses.HOME, "q", search)));
    }

    private static boolean matches(ChannelConfig channel, String search) {
        String wanted = search.toLowerCase(Locale.ROOT);
        String address = channel.ticketAddress();
        return channel.tenantId().toLowerCase(Locale.ROOT).contains(wanted)
                || (address != null && address.toLowerCase(Locale.ROOT).contains(wanted));
    }

    private Row row(String tenant, Collection<ChannelConfig> channels) {
        Instant now = context.clock().instant();
        Map<String, ChannelState> states = new HashMap<>();
        context.stores().channelStates().ofTenant(tenant).forEach(state -> states.put(state.channelId(), state));
        List<ChannelRow> rows = channels.stream()
                .sorted(Comparator.comparing(ChannelConfig::channelId))
                .map(channel -> row(channel, states.get(channel.channelId()), now))
                .toList();
        return new Row(
                tenant,
                Addresses.tickets(tenant),
                Addresses.channels(tenant),
                Addresses.deadLetters(tenant),
                rows,
                context.stores().inbox().backlog(tenant),
                context.stores().deadLetters().count(tenant));
    }

    private static ChannelRow row(ChannelConfig channel, @Nullable ChannelState known, Instant now) {
        ChannelState state = known == null ? ChannelState.fresh(channel.tenantId(), channel.channelId(), now) : known;
        ChannelState.Side worse =
                severity(state.outbound()) > severity(state.inbound()) ? state.outbound() : state.inbound();
        Chip chip = !channel.active()
                ? Words.channel(ChannelState.Status.DISABLED)
                : !channel.readProblems().isEmpty()
                        ? new Chip("Configuration unreadable", Tone.BAD)
                        : state.paused() ? Words.channel(ChannelState.Status.PAUSED) : Words.channel(worse.status());
        return new ChannelRow(
                channel.channelId(),
                Words.provider(channel.provider()),
                chip,
                channel.active() && !state.paused() ? worse.reason() : null,
                Moment.orNull(state.lastMessageAt(), now));
    }

    private static int severity(ChannelState.Side side) {
        return switch (side.status()) {
            case AUTH_ERROR, CONNECT_ERROR -> 4;
            case DISCONNECTED -> 3;
            case DEGRADED -> 2;
            case PAUSED, DISABLED -> 1;
            // A side nobody used yet says nothing, so the other one speaks.
            case CONNECTED -> 0;
            case CONNECTING -> -1;
        };
    }
}
