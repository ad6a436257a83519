package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.jdbc.Lookout;
import io.deskwire.work.Page;
import io.deskwire.work.RecurringJobs;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How the installation is doing: nodes, what they hold, what waits, what recurs, figures, and all of it to pass on. */
final class OperationsPage {

    private static final int MOST_WAITING = 50;
    private static final int LEASES_A_PAGE = 50;

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;
    private final Lookout lookout;

    OperationsPage(ServerContext context, Gate gate, Pages pages) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
        this.lookout = context.database().lookout();
    }

    /**
     * A node.
     *
     * @param work what it has claimed, in words
     */
    record Node(String name, String channels, String work, Moment until) {}

    /** A queue of a tenant. */
    record Waiting(
            String tenant,
            String queue,
            long items,
            @Nullable String oldest,
            String address) {}

    /** What is done now and then. */
    record Job(
            String name,
            Chip chip,
            @Nullable Moment ok,
            Moment due,
            @Nullable String node,
            @Nullable String problem) {}

    /** Who may read a channel. */
    record Lease(String tenant, String channel, String node, Moment until, String address) {}

    /**
     * What the page shows.
     *
     * @param heldBack channels of this node that are due and wait for their turn
     * @param next where the next leases are, or empty
     */
    record State(
            List<Node> nodes,
            List<Waiting> waiting,
            List<Job> jobs,
            List<Lease> leases,
            List<Figures.Figure> figures,
            int heldBack,
            String database,
            String next) {
        State {
            nodes = List.copyOf(nodes);
            waiting = List.copyOf(waiting);
            jobs = List.copyOf(jobs);
            leases = List.copyOf(leases);
            figures = List.copyOf(figures);
        }
    }

    void addTo(RoutesConfig routes) {
        routes.get(Addresses.OPERATIONS, gate.reading(this::show));
        routes.get(Addresses.OPERATIONS + "/support-bundle", gate.reading(this::bundle));
    }

    private void show(Context ctx, Session session) {
        Instant now = context.clock().instant();
        Page<Lookout.ChannelLease> leases = lookout.channelLeases(Asked.orNull(ctx, "after"), now, LEASES_A_PAGE);
        State state = new State(
                lookout.nodes(now).stream().map(node -> node(node, now)).toList(),
                lookout.waiting(MOST_WAITING).stream()
                        .map(waiting -> waiting(waiting, now))
                        .toList(),
                context.deskwire().recurringJobs().stream()
                        .map(job -> job(job, now))
                        .toList(),
                leases.items().stream().map(lease -> lease(lease, now)).toList(),
                Figures.of(context.figures().get()),
                context.deskwire().channels().heldBack(),
                (context.database().isShared() ? "PostgreSQL" : "SQLite") + ", tables of version "
                        + lookout.tablesVersion(),
                leases.nextCursor() == null ? "" : Addresses.with(Addresses.OPERATIONS, "after", leases.nextCursor()));
        pages.show(
                ctx,
                "operations",
                Map.of("frame", pages.frame(ctx, session, "Operations", Frame.Section.OPERATIONS), "state", state));
    }

    private void bundle(Context ctx, Session session) {
        Instant now = context.clock().instant();
        byte[] bytes = context.support().bundle(now);
        FileAnswer.download(
                ctx,
                new ByteArrayInputStream(bytes),
                bytes.length,
                "application/zip",
                "deskwire-support-" + now.toString().substring(0, 10) + ".zip");
    }

    private static Node node(Lookout.NodeWork node, Instant now) {
        String work = String.join(
                ", ",
                new TreeMap<>(node.work())
                        .entrySet().stream()
                                .map(entry -> entry.getValue() + " in " + queue(entry.getKey()))
                                .toList());
        return new Node(
                node.node(),
                Words.count(node.channels(), "channel", "channels"),
                work.isEmpty() ? "nothing claimed now" : work,
                Moment.of(node.until(), now));
    }

    private static String queue(String name) {
        return switch (name) {
            case "inbox" -> "to be filed";
            case "deliveries" -> "to the helpdesk";
            case "outbox" -> "to be sent";
            case "media" -> "files to fetch";
            default -> name;
        };
    }

    private static Waiting waiting(Lookout.Waiting waiting, Instant now) {
        Instant oldest = waiting.oldest();
        return new Waiting(
                waiting.tenantId(),
                queue(waiting.queue()),
                waiting.items(),
                oldest == null ? null : Words.span(Duration.between(oldest, now)),
                waiting.queue().equals("outbox")
                        ? Addresses.outbound(waiting.tenantId())
                        : Addresses.flow(waiting.tenantId()));
    }

    private static Job job(RecurringJobs.State job, Instant now) {
        Chip chip = job.failures() > 0
                ? new Chip(Words.count(job.failures(), "failure", "failures") + " in a row", Tone.BAD)
                : job.node() != null ? new Chip("Running", Tone.ACCENT) : new Chip("Well", Tone.GOOD);
        return new Job(
                job.name(),
                chip,
                Moment.orNull(job.okAt(), now),
                Moment.of(job.dueAt(), now),
                job.node(),
                job.problem());
    }

    private static Lease lease(Lookout.ChannelLease lease, Instant now) {
        return new Lease(
                lease.tenantId(),
                lease.channelId(),
                lease.node(),
                Moment.of(lease.until(), now),
                Addresses.channels(lease.tenantId()));
    }
}
