package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.DeadLetters;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was given up, by reason; each with its raw bytes, one click from another try. */
final class DeadLetterPage {

    static final String ROUTE = Addresses.HOME + "/tenants/{tenant}/dead-letters";

    private static final int LETTERS_A_PAGE = 50;

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;

    DeadLetterPage(ServerContext context, Gate gate, Pages pages) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
    }

    /**
     * A dead letter in the list.
     *
     * @param why address of its message's record, or null where it was not read so far
     */
    record Row(
            String id,
            String reason,
            @Nullable String detail,
            String stage,
            String channel,
            String attempts,
            String size,
            Moment failedAt,
            String address,
            @Nullable String why) {}

    /**
     * Letters that stopped for one reason.
     *
     * @param age how long the oldest waits
     * @param current whether the page shows these alone
     */
    record Group(String reason, String stage, long count, String age, Moment newest, String address, boolean current) {}

    /**
     * What the page shows.
     *
     * @param all how many letters there are
     * @param chosen how many the reason has that was chosen; -1 where that is not known
     * @param address the page's own, without what was chosen
     */
    record Shelf(
            List<Group> groups,
            List<Row> rows,
            LetterChoice choice,
            long all,
            long chosen,
            String address,
            String next,
            String first) {
        Shelf {
            groups = List.copyOf(groups);
            rows = List.copyOf(rows);
        }

        /** What the buttons for all that is shown say of how many that are. */
        String meant() {
            long count = choice.isAll() ? all : chosen;
            return count < 0 ? "all in this range" : count == 1 ? "this one" : "all " + count;
        }
    }

    void addTo(RoutesConfig routes) {
        routes.get(ROUTE, gate.reading(this::show));
    }

    private void show(Context ctx, Session session) {
        String tenant = Asked.tenant(ctx);
        Instant now = context.clock().instant();
        LetterChoice choice = LetterChoice.of(ctx);
        String cursor = Asked.orNull(ctx, "cursor");
        Page<DeadLetter> page = Asked.part(
                () -> context.deskwire().deadLetters().list(tenant, choice.filter(), cursor, LETTERS_A_PAGE));
        List<Group> groups = groups(tenant, choice, now);
        String address = Addresses.deadLetters(tenant);
        String first = choice.address(address);
        pages.show(
                ctx,
                "deadLetters",
                Map.of(
                        "frame",
                        pages.frame(ctx, session, "Dead letters", tenant, Frame.Section.DEAD_LETTERS),
                        "shelf",
                        new Shelf(
                                groups,
                                page.items().stream()
                                        .map(letter -> row(letter, now))
                                        .toList(),
                                choice,
                                groups.stream().mapToLong(Group::count).sum(),
                                chosen(groups, choice),
                                address,
                                page.nextCursor() == null ? "" : Addresses.with(first, "cursor", page.nextCursor()),
                                cursor == null ? "" : first)));
    }

    /** A range of time is not counted: the letters of a reason may be many. */
    private static long chosen(List<Group> groups, LetterChoice choice) {
        return choice.from() != null || choice.before() != null
                ? -1
                : groups.stream().filter(Group::current).mapToLong(Group::count).sum();
    }

    /** One for each reason: whoever opens it means the reason, whichever stage it came up in. */
    private List<Group> groups(String tenant, LetterChoice choice, Instant now) {
        Map<String, DeadLetters.Group> byReason = new LinkedHashMap<>();
        Map<String, String> stages = new LinkedHashMap<>();
        for (DeadLetters.Group group : context.deskwire().deadLetters().groups(tenant)) {
            byReason.merge(group.reason(), group, DeadLetterPage::together);
            stages.merge(group.reason(), Words.stage(group.stage()), (one, other) -> one + ", " + other);
        }
        return byReason.values().stream()
                .map(group -> new Group(
                        group.reason(),
                        stages.getOrDefault(group.reason(), ""),
                        group.count(),
                        Words.span(Duration.between(group.oldest(), now)),
                        Moment.of(group.newest(), now),
                        new LetterChoice(group.reason(), choice.from(), choice.before())
                                .address(Addresses.deadLetters(tenant)),
                        group.reason().equals(choice.reason())))
                .toList();
    }

    private static DeadLetters.Group together(DeadLetters.Group one, DeadLetters.Group other) {
        return new DeadLetters.Group(
                one.stage(),
                one.reason(),
                one.count() + other.count(),
                one.oldest().isBefore(other.oldest()) ? one.oldest() : other.oldest(),
                one.newest().isAfter(other.newest()) ? one.newest() : other.newest());
    }

    static Row row(DeadLetter letter, Instant now) {
        String messageId = letter.messageId();
        return new Row(
                letter.id(),
                letter.reason(),
                letter.detail(),
                Words.stage(letter.stage()),
                letter.channelId(),
                Words.count(letter.attempts(), "attempt", "attempts"),
                Words.size(letter.rawSize()),
                Moment.of(letter.failedAt(), now),
                Addresses.deadLetter(letter.tenantId(), letter.id()),
                messageId == null ? null : Addresses.message(letter.tenantId(), messageId));
    }
}
