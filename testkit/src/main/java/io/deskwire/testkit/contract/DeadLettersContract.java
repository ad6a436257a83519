package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.claimOnly;
import static io.deskwire.testkit.contract.Given.inDelivery;
import static io.deskwire.testkit.contract.Given.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.DeadLetters;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.threading.StoredMessage;
import io.deskwire.threading.StoredMessage.Inbound.State;
import io.deskwire.ticket.Deliveries;
import io.deskwire.work.Claimed;
import io.deskwire.work.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Everything {@link io.deskwire.intake.DeadLetters} promises. */
public interface DeadLettersContract extends StoresHarness {

    @Test
    default void an_item_that_could_not_be_filed_says_why() {
        Stores stores = stores();
        Claimed<RawInbound> item = received(stores, ACME, CHANNEL);
        stores.inbox().settle(item.claim(), new Settlement.Retry(at(1), "hiccup"), NOW);
        Claimed<RawInbound> again = claimOnly(stores.inbox(), ACME, at(2));
        stores.inbox().settle(again.claim(), new Settlement.DeadLetter("cannot be read", "at byte 7"), at(3));

        DeadLetter letter = only(reopen(stores), ACME);

        assertThat(letter)
                .isEqualTo(new DeadLetter(
                        letter.id(),
                        ACME,
                        CHANNEL,
                        item.job().id(),
                        null,
                        DeadLetter.Stage.INTAKE,
                        "cannot be read",
                        "at byte 7",
                        2,
                        item.job().content().length(),
                        at(3)));
    }

    @Test
    default void a_message_the_helpdesk_refused_says_why() {
        Stores stores = stores();
        Claimed<Deliveries.Job> job = inDelivery(stores, ACME);
        stores.deliveries().settle(job.claim(), new Deliveries.Outcome.DeadLetter("no such queue"), at(3));

        DeadLetter letter = only(reopen(stores), ACME);

        assertThat(letter.tenantId()).isEqualTo(ACME);
        assertThat(letter.channelId()).isEqualTo(CHANNEL);
        assertThat(letter.messageId()).isEqualTo(job.job().message().id());
        assertThat(letter.rawId()).isEqualTo(job.job().message().rawId());
        assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.DELIVERY);
        assertThat(letter.reason()).isEqualTo("no such queue");
        assertThat(letter.attempts()).isEqualTo(1);
        assertThat(letter.rawSize())
                .isEqualTo(stores.inbox()
                        .raw(ACME, letter.rawId())
                        .orElseThrow()
                        .content()
                        .length());
        assertThat(letter.failedAt()).isEqualTo(at(3));
    }

    @Test
    default void dead_letters_are_their_tenants_alone() {
        Stores stores = stores();
        TENANTS.forEach(tenant -> dead(stores, tenant, NOW));
        String id = only(stores, ACME).id();

        assertThat(stores.deadLetters().find(ACME, id)).contains(only(stores, ACME));
        assertThat(stores.deadLetters().find(BOLT, id)).isEmpty();
        assertThat(stores.deadLetters().redeliver(BOLT, id, NOW)).isFalse();
        assertThat(stores.deadLetters().discard(BOLT, id, "mine?", NOW)).isFalse();
        assertThat(stores.deadLetters().count("third")).isZero();
        assertThat(stores.deadLetters().list("third", null, 10).items()).isEmpty();
        assertThat(stores.deadLetters().count(ACME)).isEqualTo(1);
        assertThat(stores.deadLetters().count(BOLT)).isEqualTo(1);
    }

    @Test
    default void the_list_shows_the_newest_first_page_by_page() {
        Stores stores = stores();
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            newestFirst.add(0, dead(stores, ACME, at(i)));
            dead(stores, BOLT, at(i));
        }

        assertThat(pages(stores, 3)).isEqualTo(newestFirst);
        assertThat(pages(stores, 7)).isEqualTo(newestFirst);
        assertThat(pages(stores, 100)).isEqualTo(newestFirst);
        assertThat(stores.deadLetters().count(ACME)).isEqualTo(7);
    }

    @Test
    default void pages_lose_nothing_when_many_failed_at_once_and_some_are_ended_meanwhile() {
        Stores stores = stores();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(dead(stores, ACME, NOW));
        }
        Page<DeadLetter> first = stores.deadLetters().list(ACME, null, 2);
        first.items().forEach(letter -> stores.deadLetters().discard(ACME, letter.id(), "seen", at(1)));

        List<String> seen = new ArrayList<>(rawIds(first));
        @Nullable String cursor = first.nextCursor();
        while (cursor != null) {
            Page<DeadLetter> page = stores.deadLetters().list(ACME, cursor, 2);
            seen.addAll(rawIds(page));
            cursor = page.nextCursor();
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    default void a_redelivered_item_is_filed_anew_from_its_first_attempt() {
        Stores stores = stores();
        Claimed<RawInbound> item = received(stores, ACME, CHANNEL);
        stores.inbox().settle(item.claim(), new Settlement.DeadLetter("broken", null), NOW);
        DeadLetter letter = only(stores, ACME);

        assertThat(stores.deadLetters().redeliver(ACME, letter.id(), at(10))).isTrue();

        assertThat(stores.deadLetters().find(ACME, letter.id())).isEmpty();
        assertThat(stores.deadLetters().count(ACME)).isZero();
        assertThat(stores.deadLetters().redeliver(ACME, letter.id(), at(10))).isFalse();
        Stores seen = reopen(stores);
        assertThat(seen.inbox().tenantsDue(at(10))).containsExactly(ACME);
        Claimed<RawInbound> again = claimOnly(seen.inbox(), ACME, at(10));
        assertThat(again.job().id()).isEqualTo(item.job().id());
        assertThat(again.claim().attempt()).isEqualTo(1);
        assertThat(again.claim().fence()).isGreaterThan(item.claim().fence());
        assertThat(Given.bytes(again.job().content()))
                .isEqualTo(Given.bytes(item.job().content()));

        seen.inbox().settle(again.claim(), new Settlement.DeadLetter("broken still", null), at(11));
        assertThat(only(stores, ACME).reason()).isEqualTo("broken still");
        assertThat(only(stores, ACME).attempts()).isEqualTo(1);
    }

    @Test
    default void a_redelivered_message_goes_to_the_helpdesk_again() {
        Stores stores = stores();
        Claimed<Deliveries.Job> job = inDelivery(stores, ACME);
        stores.deliveries().settle(job.claim(), new Deliveries.Outcome.DeadLetter("refused"), NOW);

        assertThat(stores.deadLetters().redeliver(ACME, only(stores, ACME).id(), at(10)))
                .isTrue();

        assertThat(stores.deadLetters().count(ACME)).isZero();
        assertThat(state(stores, job)).isEqualTo(State.PENDING);
        Claimed<Deliveries.Job> again = claimOnly(stores.deliveries(), ACME, at(10));
        assertThat(again.job().message()).isEqualTo(job.job().message());
        assertThat(again.job().decision()).isEqualTo(job.job().decision());
        assertThat(again.claim().attempt()).isEqualTo(1);
        assertThat(stores.inbox().backlog(ACME)).isZero();
    }

    @Test
    default void a_discarded_item_is_ended_and_its_bytes_stay() {
        Stores stores = stores();
        String rawId = dead(stores, ACME, NOW);
        DeadLetter letter = only(stores, ACME);

        assertThat(stores.deadLetters().discard(ACME, letter.id(), "spam", at(1)))
                .isTrue();

        assertThat(stores.deadLetters().count(ACME)).isZero();
        assertThat(stores.deadLetters().find(ACME, letter.id())).isEmpty();
        assertThat(stores.deadLetters().discard(ACME, letter.id(), "spam", at(1)))
                .isFalse();
        assertThat(stores.deadLetters().redeliver(ACME, letter.id(), at(1))).isFalse();
        assertThat(stores.inbox().backlog(ACME)).isZero();
        assertThat(stores.inbox().raw(ACME, rawId)).isPresent();
        assertThat(Given.record(
                                stores,
                                ACME,
                                CHANNEL,
                                io.deskwire.testkit.MessageSamples.item(stores.inbox()
                                        .raw(ACME, rawId)
                                        .orElseThrow()
                                        .sourceKey()))
                        .repeated())
                .as("it does not come back with the next fetch")
                .isEqualTo(1);
    }

    @Test
    default void a_discarded_message_is_shown_as_discarded_with_its_decision() {
        Stores stores = stores();
        Claimed<Deliveries.Job> job = inDelivery(stores, ACME);
        stores.deliveries().settle(job.claim(), new Deliveries.Outcome.DeadLetter("refused"), NOW);

        assertThat(stores.deadLetters().discard(ACME, only(stores, ACME).id(), "answered by phone", at(1)))
                .isTrue();

        StoredMessage.Inbound stored = stored(stores, job);
        assertThat(stored.state()).isEqualTo(State.DISCARDED);
        assertThat(stored.decision()).isEqualTo(job.job().decision());
        assertThat(stores.inbox().raw(ACME, job.job().message().rawId())).isPresent();
        assertThat(stores.deliveries().backlog(ACME)).isZero();
    }

    @Test
    default void they_are_counted_by_reason_and_found_by_reason_and_time() {
        Stores stores = stores();
        for (int i = 0; i < 3; i++) {
            dead(stores, ACME, at(i));
        }
        Claimed<RawInbound> other = received(stores, ACME, CHANNEL, at(9));
        stores.inbox().settle(other.claim(), new Settlement.DeadLetter("too large", null), at(9));
        dead(stores, io.deskwire.testkit.contract.Given.BOLT, NOW);

        assertThat(stores.deadLetters().groups(ACME))
                .containsExactly(
                        new DeadLetters.Group(DeadLetter.Stage.INTAKE, "broken", 3, at(0), at(2)),
                        new DeadLetters.Group(DeadLetter.Stage.INTAKE, "too large", 1, at(9), at(9)));
        assertThat(stores.deadLetters()
                        .list(ACME, new DeadLetters.Filter("too large", null, null), null, 10)
                        .items())
                .extracting(DeadLetter::rawId)
                .containsExactly(other.job().id());
        assertThat(stores.deadLetters()
                        .list(ACME, new DeadLetters.Filter("broken", at(1), at(2)), null, 10)
                        .items())
                .hasSize(1);
        Page<DeadLetter> first = stores.deadLetters().list(ACME, new DeadLetters.Filter("broken", null, null), null, 2);
        assertThat(stores.deadLetters()
                        .list(ACME, new DeadLetters.Filter("broken", null, null), first.nextCursor(), 2)
                        .items())
                .hasSize(1);
    }

    @Test
    default void sixteen_people_redeliver_a_letter_once() {
        Stores stores = stores();
        dead(stores, ACME, NOW);
        String id = only(stores, ACME).id();

        List<Boolean> answers = Concurrently.run(thread -> thread % 2 == 0
                ? stores.deadLetters().redeliver(ACME, id, at(1))
                : stores.deadLetters().discard(ACME, id, "no", at(1)));

        assertThat(answers).containsOnlyOnce(true);
        long redelivered = answers.indexOf(true) % 2 == 0 ? 1 : 0;
        assertThat(stores.inbox().backlog(ACME)).isEqualTo(redelivered);
    }

    /** A dead item; its raw id. */
    private static String dead(Stores stores, String tenant, Instant now) {
        Claimed<RawInbound> item = received(stores, tenant, CHANNEL, now);
        stores.inbox().settle(item.claim(), new Settlement.DeadLetter("broken", null), now);
        return item.job().id();
    }

    private static DeadLetter only(Stores stores, String tenant) {
        List<DeadLetter> letters = stores.deadLetters().list(tenant, null, 10).items();
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private static List<String> pages(Stores stores, int limit) {
        List<String> ids = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Page<DeadLetter> page = stores.deadLetters().list(ACME, cursor, limit);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            ids.addAll(rawIds(page));
            cursor = page.nextCursor();
        } while (cursor != null);
        return ids;
    }

    private static List<String> rawIds(Page<DeadLetter> page) {
        return page.items().stream().map(DeadLetter::rawId).toList();
    }

    private static State state(Stores stores, Claimed<Deliveries.Job> job) {
        return stored(stores, job).state();
    }

    private static StoredMessage.Inbound stored(Stores stores, Claimed<Deliveries.Job> job) {
        return (StoredMessage.Inbound)
                stores.conversations().message(ACME, job.job().message().id()).orElseThrow();
    }
}
