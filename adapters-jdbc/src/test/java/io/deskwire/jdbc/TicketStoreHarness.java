package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.InboundMessage;
import io.deskwire.rules.TicketFields;
import io.deskwire.rules.Verdict;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.contract.TicketSinkContract;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import io.deskwire.work.Page;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The helpdesk contract and the rest of the built-in tickets. */
abstract class TicketStoreHarness implements TicketSinkContract {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final OpenDatabases databases = new OpenDatabases();
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private @Nullable TicketStore store;

    abstract DatabaseSettings ready();

    TicketStore store() {
        if (store == null) {
            store = databases.open(ready()).tickets();
        }
        return store;
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Override
    public TicketSink sink() {
        TicketStore tickets = store();
        return event -> {
            // The texts themselves are in the conversations; this test has none.
            texts.put(
                    event.message().tenantId() + event.message().id(),
                    event.message().text());
            return tickets.deliver(event);
        };
    }

    @Override
    public List<String> texts(TicketSink sink, String tenantId, TicketRef ticket) {
        return store().messageIds(tenantId, ticket.value()).stream()
                .map(id -> texts.getOrDefault(tenantId + id, "?"))
                .toList();
    }

    @Test
    void tickets_are_numbered_within_their_tenant() {
        for (int i = 1; i <= 3; i++) {
            for (String tenant : List.of("acme", "bolt")) {
                Ticket ticket = create(tenant, "Subject " + i, NOW);
                assertThat(ticket.number()).isEqualTo(i);
                assertThat(ticket.tenantId()).isEqualTo(tenant);
                assertThat(ticket.subject()).isEqualTo("Subject " + i);
                assertThat(ticket.state()).isEqualTo(TicketState.OPEN);
            }
        }
    }

    @Test
    void a_message_of_the_customer_opens_an_ended_ticket_again() {
        for (TicketState state : TicketState.values()) {
            Ticket ticket = create("acme", "s", NOW);
            store().update("acme", ticket.id(), state, null, NOW.plusSeconds(1));

            deliver("acme", "more", new TicketRef(ticket.id()), NOW.plusSeconds(2));

            Ticket now = store().find("acme", ticket.id()).orElseThrow();
            assertThat(now.state()).isEqualTo(state == TicketState.PENDING ? TicketState.PENDING : TicketState.OPEN);
            assertThat(now.updatedAt()).isEqualTo(NOW.plusSeconds(2));
            assertThat(now.createdAt()).isEqualTo(NOW);
        }
    }

    @Test
    void a_change_keeps_what_it_does_not_name() {
        Ticket ticket = create("acme", "Old", NOW);

        assertThat(store().update("acme", ticket.id(), null, "New", NOW.plusSeconds(1)))
                .hasValueSatisfying(change -> {
                    assertThat(change.before().subject()).isEqualTo("Old");
                    assertThat(change.after().subject()).isEqualTo("New");
                    assertThat(change.after().state()).isEqualTo(TicketState.OPEN);
                });
        assertThat(store().update("acme", ticket.id(), TicketState.CLOSED, null, NOW.plusSeconds(2)))
                .hasValueSatisfying(change -> {
                    assertThat(change.before().state()).isEqualTo(TicketState.OPEN);
                    assertThat(change.after().subject()).isEqualTo("New");
                    assertThat(change.after().state()).isEqualTo(TicketState.CLOSED);
                    assertThat(change.after().number()).isEqualTo(ticket.number());
                });
        assertThat(store().update("bolt", ticket.id(), TicketState.OPEN, null, NOW))
                .isEmpty();
        assertThat(store().find("bolt", ticket.id())).isEmpty();
    }

    @Test
    void the_list_shows_the_newest_activity_first_page_by_page() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            newestFirst.add(0, create("acme", "s" + i, NOW.plusSeconds(i)).id());
        }
        create("bolt", "other", NOW);
        String oldest = newestFirst.remove(6);
        store().update("acme", oldest, null, "touched", NOW.plusSeconds(99));
        newestFirst.add(0, oldest);

        List<String> seen = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Page<Ticket> page = store().list("acme", null, null, cursor, 3);
            page.items().forEach(ticket -> seen.add(ticket.id()));
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(seen).isEqualTo(newestFirst);
    }

    @Test
    void the_list_can_be_narrowed_by_state_and_text() {
        Ticket ship = create("acme", "Lieferung ÜBERFÄLLIG 50%", NOW);
        Ticket other = create("acme", "Something else", NOW.plusSeconds(1));
        store().update("acme", other.id(), TicketState.CLOSED, null, NOW.plusSeconds(2));

        assertThat(ids(null, "überfällig")).containsExactly(ship.id());
        assertThat(ids(null, "50%")).containsExactly(ship.id());
        assertThat(ids(null, "5_%")).isEmpty();
        assertThat(ids(null, "#2")).containsExactly(other.id());
        assertThat(ids(null, "ANN@")).containsExactly(other.id(), ship.id());
        assertThat(ids(TicketState.CLOSED, null)).containsExactly(other.id());
        assertThat(ids(TicketState.OPEN, "else")).isEmpty();
    }

    @Test
    void a_message_without_a_subject_is_named_by_its_first_line() {
        InboundMessage message = MessageSamples.inbound()
                .channel("acme", "support")
                .subject(null)
                .text("\n  Hello there  \nmore")
                .build();
        SinkResult result = store().deliver(event(message, null, NOW));

        assertThat(result).isInstanceOf(SinkResult.Created.class);
        assertThat(store().list("acme", null, null, null, 1).items().get(0).subject())
                .isEqualTo("Hello there");
    }

    @Test
    void what_rules_want_of_a_ticket_is_kept_and_a_follow_up_overwrites_nothing() {
        InboundMessage first =
                MessageSamples.inbound().channel("acme", "support").build();
        InboundMessage second =
                MessageSamples.inbound().channel("acme", "support").build();
        TicketFields opening = new TicketFields(
                "sales",
                null,
                "question",
                null,
                null,
                List.of("a", "b"),
                Map.of("vip", true, "score", 7L, "rate", 0.5));
        TicketFields later = new TicketFields(
                "abuse",
                "high",
                null,
                null,
                "x@acme.example",
                List.of("b", "c"),
                Map.of("vip", false, "region", "EMEA"));

        store().deliver(event(first, null, NOW, opening));
        Ticket opened = store().list("acme", null, null, null, 1).items().get(0);
        assertThat(opened.fields()).isEqualTo(opening);

        store().deliver(event(second, new TicketRef(opened.id()), NOW.plusSeconds(1), later));
        assertThat(store().find("acme", opened.id()).orElseThrow().fields())
                .isEqualTo(new TicketFields(
                        "sales",
                        "high",
                        "question",
                        null,
                        "x@acme.example",
                        List.of("a", "b", "c"),
                        Map.of("vip", true, "score", 7L, "rate", 0.5, "region", "EMEA")));

        store().update("acme", opened.id(), TicketState.CLOSED, "New", NOW.plusSeconds(2));
        assertThat(store().find("acme", opened.id()).orElseThrow().fields().queue())
                .isEqualTo("sales");
    }

    @Test
    void the_list_can_be_narrowed_by_what_rules_and_people_set() {
        String sales = opened(new TicketFields(
                "sales", "high", null, "ben", null, List.of("eu", "vip"), Map.of("queue", "no queue")));
        String support = opened(new TicketFields("support", null, "question", null, null, List.of("eu"), Map.of()));
        String plain = opened(TicketFields.none());

        assertThat(ids(new TicketFilter(null, null, "sales", null, null, null, null, null)))
                .containsExactly(sales);
        assertThat(ids(new TicketFilter(null, null, "sa", null, null, null, null, null)))
                .isEmpty();
        assertThat(ids(new TicketFilter(null, null, "", null, null, null, null, null)))
                .containsExactly(plain);
        assertThat(ids(new TicketFilter(null, null, null, "high", null, "ben", "vip", "support")))
                .containsExactly(sales);
        assertThat(ids(new TicketFilter(null, null, null, null, "question", "", null, null)))
                .containsExactly(support);
        assertThat(ids(new TicketFilter(null, null, null, null, null, null, "eu", null)))
                .containsExactlyInAnyOrder(sales, support);
        assertThat(ids(new TicketFilter(null, null, null, null, null, null, "e", null)))
                .isEmpty();
        assertThat(ids(new TicketFilter(null, null, null, null, null, null, "vip", "other")))
                .isEmpty();
        assertThat(ids(new TicketFilter(null, "#1", null, null, null, null, "eu", null)))
                .containsExactly(sales);
        assertThat(store().list("bolt", TicketFilter.all(), null, 10).items()).isEmpty();
    }

    @Test
    void a_person_changes_fields_of_what_is_there() {
        String id = opened(new TicketFields("sales", "high", null, null, null, List.of("eu"), Map.of()));
        TicketEdit edit = new TicketEdit(
                null,
                null,
                now -> new TicketFields(
                        null, now.priority(), "claim", "ben", null, List.of("late"), Map.of("region", "EMEA")));

        assertThat(store().update("acme", id, edit, NOW.plusSeconds(5))).hasValueSatisfying(change -> {
            assertThat(change.before().fields().queue()).isEqualTo("sales");
            assertThat(change.after().fields())
                    .isEqualTo(new TicketFields(
                            null, "high", "claim", "ben", null, List.of("late"), Map.of("region", "EMEA")));
            assertThat(change.after().updatedAt()).isEqualTo(NOW.plusSeconds(5));
        });
        store().update("acme", id, new TicketEdit(null, null, now -> TicketFields.none()), NOW);
        assertThat(store().find("acme", id).orElseThrow().fields()).isEqualTo(TicketFields.none());
    }

    private String opened(TicketFields wanted) {
        InboundMessage message =
                MessageSamples.inbound().channel("acme", "support").build();
        return ((SinkResult.Created) store().deliver(event(message, null, NOW, wanted)))
                .ticket()
                .value();
    }

    private List<String> ids(TicketFilter filter) {
        return store().list("acme", filter, null, 10).items().stream()
                .map(Ticket::id)
                .toList();
    }

    @Test
    void a_ticket_that_no_rule_touched_has_no_fields() {
        assertThat(create("acme", "s", NOW).fields()).isEqualTo(TicketFields.none());
    }

    private List<String> ids(@Nullable TicketState state, @Nullable String query) {
        return store().list("acme", state, query, null, 10).items().stream()
                .map(Ticket::id)
                .toList();
    }

    private Ticket create(String tenant, String subject, Instant now) {
        SinkResult result = deliver(tenant, subject, null, now);
        assertThat(result).isInstanceOf(SinkResult.Created.class);
        return store().find(tenant, ((SinkResult.Created) result).ticket().value())
                .orElseThrow();
    }

    private SinkResult deliver(String tenant, String subject, @Nullable TicketRef known, Instant now) {
        InboundMessage message = MessageSamples.inbound()
                .channel(tenant, "support")
                .subject(subject)
                .build();
        return store().deliver(event(message, known, now));
    }

    private static TicketEvent event(InboundMessage message, @Nullable TicketRef known, Instant now) {
        return event(message, known, now, TicketFields.none());
    }

    private static TicketEvent event(
            InboundMessage message, @Nullable TicketRef known, Instant now, TicketFields wanted) {
        return new TicketEvent(
                message,
                "conversation",
                known,
                MessageSamples.opens("conversation")
                        .withRules(new Verdict(Verdict.Outcome.PASS, null, null, List.of("r"), wanted)),
                index -> {
                    throw new IOException("no files");
                },
                1,
                false,
                now);
    }
}
