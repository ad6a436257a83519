package io.deskwire.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaTest {

    private final Bench bench = new Bench();

    @AfterEach
    void stop() {
        bench.close();
    }

    private String start() {
        return bench.user() + "/mailFolders/inbox/messages/delta?changeType=created&$select=id,internetMessageId";
    }

    private Caller.Got page(String url) throws IOException, InterruptedException {
        return bench.caller.get(url, "Prefer", Caller.IMMUTABLE, "Prefer", "odata.maxpagesize=2");
    }

    private static String link(Caller.Got page, String kind) {
        return String.valueOf(page.json().get("@odata." + kind));
    }

    /** The ids of a whole round, and the link of the next one at the end. */
    private List<String> round(String url) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        Caller.Got page = page(url);
        while (true) {
            page.value().forEach(each -> ids.add(String.valueOf(each.get("id"))));
            if (!page.json().containsKey("@odata.nextLink")) {
                ids.add(link(page, "deltaLink"));
                return ids;
            }
            page = page(link(page, "nextLink"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delta", "delta()", "microsoft.graph.delta", "microsoft.graph.delta()"})
    void the_folder_comes_in_pages_and_then_only_what_is_new(String name) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(bench.mailbox.receive(Bench.mail("m" + i)).id());
        }

        List<String> first = round(start().replace("delta?", name + "?"));
        String link = first.remove(5);
        GraphItem later = bench.mailbox.receive(Bench.mail("later"));
        bench.mailbox.markRead(later, true);
        bench.mailbox.receive(Bench.mail("elsewhere"), "archive");

        assertThat(first).isEqualTo(ids);
        assertThat(round(link)).startsWith(later.id()).hasSize(2);
        assertThat(round(link)).as("a link may be used twice").startsWith(later.id());
    }

    @Test
    void a_round_may_begin_at_a_time_and_options_stand_in_the_first_request_only() throws Exception {
        bench.mailbox.receive(Bench.mail("old"));
        bench.clock.advance(Duration.ofMinutes(5));
        GraphItem item = bench.mailbox.receive(Bench.mail("new"));

        List<String> round = round(start() + "&$filter=receivedDateTime+ge+2026-11-22T10:05:00Z");

        assertThat(round).startsWith(item.id()).hasSize(2);
        assertThat(page(round.get(1) + "&$select=id").status()).isEqualTo(400);
        assertThat(page(start() + "&$filter=isRead eq true").code()).isEqualTo("ErrorInvalidUrlQueryFilter");
    }

    @Test
    void ordinary_ids_come_unless_each_page_asks_for_others() throws Exception {
        GraphItem item = bench.mailbox.receive(Bench.mail("1"));

        assertThat(bench.caller.get(start()).value().get(0)).containsEntry("id", item.ordinaryId());
    }

    @Test
    void pages_are_empty_repeated_and_unordered_when_told() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(bench.mailbox.receive(Bench.mail("m" + i)).id());
        }
        bench.mailbox
                .with(GraphQuirk.DELTA_EMPTY_PAGE)
                .with(GraphQuirk.DELTA_REPEATS)
                .with(GraphQuirk.DELTA_UNORDERED);

        Caller.Got first = page(start());
        assertThat(first.value()).isEmpty();
        assertThat(round(link(first, "nextLink")).subList(0, 4))
                .containsExactly(ids.get(2), ids.get(1), ids.get(1), ids.get(0));
    }

    @Test
    void what_leaves_the_folder_is_removed() throws Exception {
        GraphItem item = bench.mailbox.receive(Bench.mail("1"));
        String link = round(start().replace("changeType=created&", "")).get(1);
        String createdOnly = round(start()).get(1);
        bench.mailbox.move(item, "archive");

        Map<String, Object> row = page(link).value().get(0);

        assertThat(row).containsEntry("id", item.id()).containsEntry("@removed", Map.of("reason", "deleted"));
        assertThat(page(createdOnly).value()).isEmpty();
        bench.mailbox.with(GraphQuirk.DELTA_REMOVALS);
        assertThat(page(createdOnly).value()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"syncStateNotFound", "SyncStateInvalid", "resyncRequired", "InvalidSyncStateData"})
    void links_die_and_a_new_round_starts(String code) throws Exception {
        String link = round(start()).get(0);
        bench.mailbox.expireDelta(code, true);

        Caller.Got gone = page(link);

        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.code()).isEqualTo(code);
        assertThat(round(gone.header("Location"))).hasSize(1);
    }

    @Test
    void links_may_lead_elsewhere() throws Exception {
        bench.mailbox.with(GraphQuirk.DELTA_FOREIGN_HOST);

        assertThat(link(page(start()), "deltaLink")).startsWith("http://foreign.example:1/");
    }

    @Test
    void a_mail_may_show_later_than_it_is_notified() throws Exception {
        String link = round(start()).get(0);
        bench.mailbox.with(GraphQuirk.NOTIFIED_BEFORE_DELTA);
        GraphItem item = bench.mailbox.receive(Bench.mail("1"));

        List<String> early = round(link);
        assertThat(early).hasSize(1);
        assertThat(bench.caller.get(bench.user() + "/messages/" + item.id()).status())
                .isEqualTo(200);
        bench.mailbox.showInDelta();
        assertThat(round(early.get(0))).startsWith(item.id());
    }

    @Test
    void a_mailbox_that_moves_forgets_links_and_ids() throws Exception {
        GraphItem item = bench.mailbox.receive(Bench.mail("1"));
        String before = item.id();
        String link = round(start()).get(1);

        bench.mailbox.moveMailbox();

        assertThat(page(link).status()).isEqualTo(410);
        assertThat(bench.caller.get(bench.user() + "/messages/" + before).status())
                .isEqualTo(404);
        assertThat(round(start())).startsWith(item.id());
    }
}
