package io.deskwire.testkit.contract;

import static io.deskwire.testkit.MessageSamples.opens;
import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.claimAll;
import static io.deskwire.testkit.contract.Given.claimOnly;
import static io.deskwire.testkit.contract.Given.filed;
import static io.deskwire.testkit.contract.Given.received;
import static io.deskwire.testkit.contract.Given.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Stores;
import io.deskwire.intake.Inbox.Settled;
import io.deskwire.intake.MediaQueue;
import io.deskwire.intake.MediaQueue.Outcome;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.message.Attachment;
import io.deskwire.message.Attachment.State;
import io.deskwire.message.Content;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.Issue;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.Deliveries;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Claimed;
import io.deskwire.work.LeaseLostException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Everything {@link MediaQueue} promises beyond {@link WorkQueueContract}: files that come later than their message. */
public interface MediaQueueContract extends StoresHarness {

    @Test
    default void every_pending_file_of_a_filed_message_is_work_and_nothing_else_is() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            Claimed<RawInbound> item = received(stores, tenant, CHANNEL);
            InboundMessage message = MessageSamples.inbound()
                    .of(item.job())
                    .attachment("here.txt", "text/plain", 3)
                    .pendingAttachment("one.jpg", "image/jpeg")
                    .pendingAttachment("two.ogg", "audio/ogg")
                    .build();
            stores.inbox().settle(item.claim(), new Settlement.Filed(message, opens(unique("c")), Given.ANN), NOW);

            MediaQueue media = reopen(stores).media();
            assertThat(media.backlog(tenant)).isEqualTo(2);
            List<Claimed<MediaQueue.Job>> claimed = claimAll(media, tenant, NOW);

            assertThat(claimed).extracting(c -> c.job().index()).containsExactlyInAnyOrder(1, 2);
            assertThat(claimed).allSatisfy(c -> {
                assertThat(c.claim().id())
                        .isEqualTo(message.id() + "#" + c.job().index());
                assertThat(c.claim().lane()).isEqualTo(c.claim().id());
                assertThat(c.claim().attempt()).isEqualTo(1);
                assertThat(c.job().message()).isEqualTo(message);
                assertThat(c.job().raw().id()).isEqualTo(item.job().id());
                assertThat(Given.bytes(c.job().raw().content()))
                        .isEqualTo(Given.bytes(item.job().content()));
            });
        }
        assertThat(stores.media().isStrict()).isFalse();
    }

    @Test
    default void files_of_filtered_and_repeated_messages_are_no_work() {
        Stores stores = stores();
        Claimed<RawInbound> spam = received(stores, ACME, CHANNEL);
        InboundMessage filtered = MessageSamples.inbound()
                .of(spam.job())
                .pendingAttachment("spam.jpg", "image/jpeg")
                .build();
        stores.inbox().settle(spam.claim(), new Settlement.Filtered(filtered, MessageSamples.alone(), "rule"), NOW);
        pending(stores, ACME, "first.jpg", "same");
        Claimed<RawInbound> again = received(stores, ACME, CHANNEL);
        InboundMessage repeated = MessageSamples.inbound()
                .of(again.job())
                .dedupeKey("same")
                .pendingAttachment("first.jpg", "image/jpeg")
                .build();
        assertThat(stores.inbox()
                        .settle(again.claim(), new Settlement.Filed(repeated, opens(unique("c")), Given.ANN), NOW))
                .isEqualTo(Settled.DUPLICATE);

        assertThat(stores.media().backlog(ACME)).isEqualTo(1);
    }

    @Test
    default void no_file_waits_for_another() {
        Stores stores = stores();
        filed(
                stores,
                ACME,
                CHANNEL,
                opens(unique("c")),
                NOW,
                s -> s.pendingAttachment("a", "image/png").pendingAttachment("b", "image/png"));
        List<Claimed<MediaQueue.Job>> first = stores.media().claim(ACME, "node-1", 1, 9, NOW, NOW.plusSeconds(60));
        assertThat(first).hasSize(1);
        List<Claimed<MediaQueue.Job>> second = stores.media().claim(ACME, "node-2", 9, 9, NOW, NOW.plusSeconds(60));
        assertThat(second).hasSize(1);
        assertThat(second.get(0).job().index()).isNotEqualTo(first.get(0).job().index());

        stores.media().settle(first.get(0).claim(), new Outcome.Retry(at(600), "not yet"), at(1));
        stores.media().settle(second.get(0).claim(), new Outcome.Expired("gone"), at(1));

        assertThat(claimAll(stores.media(), ACME, at(599))).isEmpty();
        Claimed<MediaQueue.Job> again = claimOnly(stores.media(), ACME, at(600));
        assertThat(again.claim().id()).isEqualTo(first.get(0).claim().id());
        assertThat(again.claim().attempt()).isEqualTo(2);
    }

    @Test
    default void a_fetched_file_is_shown_with_its_message_and_has_its_bytes() throws IOException {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            byte[] bytes = Given.bytes(tenant.equals(ACME) ? 1_500_001 : 7, tenant.length());
            InboundMessage message = pending(stores, tenant, "photo.jpg", "k");
            Claimed<MediaQueue.Job> claimed = claimOnly(stores.media(), tenant, NOW);
            Content kept = stores.media().keep(tenant, new ByteArrayInputStream(bytes));
            assertThat(kept.length()).isEqualTo(bytes.length);
            stores.media().settle(claimed.claim(), new Outcome.Available(kept, "image/webp"), at(1));

            Stores seen = reopen(stores);
            assertThat(seen.media().backlog(tenant)).isZero();
            Attachment shown = onlyFile(shown(seen, message));
            assertThat(shown)
                    .isEqualTo(new Attachment(
                            0,
                            "photo.jpg",
                            "image/webp",
                            bytes.length,
                            Content.of(bytes).sha256(),
                            false,
                            null,
                            State.AVAILABLE));
            assertThat(shown(seen, message).message().parsed().issues()).isEmpty();
            assertThat(seen.conversations().messages(tenant, conversationOf(seen, message)))
                    .containsExactly(shown(seen, message));
            assertThat(seen.media().content(tenant, message.id(), 0).map(Given::bytes))
                    .hasValueSatisfying(b -> assertThat(b).isEqualTo(bytes));
            assertThat(seen.outbox().stored(tenant, kept.sha256()).map(Given::bytes))
                    .hasValueSatisfying(b -> assertThat(b).isEqualTo(bytes));
            String other = tenant.equals(ACME) ? BOLT : ACME;
            assertThat(seen.media().content(other, message.id(), 0)).isEmpty();
            assertThat(seen.outbox().stored(other, kept.sha256())).isEmpty();
        }
    }

    @Test
    default void a_file_without_a_type_of_its_own_keeps_the_announced_one() throws IOException {
        Stores stores = stores();
        InboundMessage message = pending(stores, ACME, "photo.jpg", "k");
        Content kept = stores.media().keep(ACME, new ByteArrayInputStream(new byte[0]));
        stores.media().settle(claimOnly(stores.media(), ACME, NOW).claim(), new Outcome.Available(kept, null), at(1));

        Attachment shown = onlyFile(shown(stores, message));
        assertThat(shown.contentType()).isEqualTo("image/jpeg");
        assertThat(shown.size()).isZero();
        assertThat(stores.media().content(ACME, message.id(), 0)).isPresent();
    }

    @Test
    default void a_file_that_will_not_come_says_why() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            InboundMessage message = filed(
                    stores,
                    tenant,
                    CHANNEL,
                    opens(unique("c")),
                    NOW,
                    s -> s.pendingAttachment("a.jpg", "image/jpeg")
                            .pendingAttachment("b.mp4", "video/mp4")
                            .attachment("c.txt", "text/plain", 3));
            for (Claimed<MediaQueue.Job> claimed : claimAll(stores.media(), tenant, NOW)) {
                stores.media()
                        .settle(
                                claimed.claim(),
                                claimed.job().index() == 0
                                        ? new Outcome.Expired("seven days are over at " + tenant)
                                        : new Outcome.Rejected("200 MB"),
                                at(1));
            }
            StoredMessage.Inbound shown = shown(reopen(stores), message);
            assertThat(shown.message().parsed().attachments())
                    .extracting(Attachment::state)
                    .containsExactly(State.EXPIRED, State.REJECTED, State.AVAILABLE);
            assertThat(shown.message().parsed().issues())
                    .containsExactlyInAnyOrder(
                            new Issue("attachment-expired", "a.jpg: seven days are over at " + tenant),
                            new Issue("attachment-rejected", "b.mp4: 200 MB"));
            assertThat(stores.media().content(tenant, message.id(), 0)).isEmpty();
            assertThat(stores.media().backlog(tenant)).isZero();
        }
    }

    @Test
    default void a_late_file_says_why_until_it_is_here() throws IOException {
        Stores stores = stores();
        InboundMessage message = pending(stores, ACME, "photo.jpg", "k");
        assertThat(shown(stores, message).message().parsed().issues()).isEmpty();
        Claimed<MediaQueue.Job> first = claimOnly(stores.media(), ACME, NOW);
        stores.media().settle(first.claim(), new Outcome.Retry(at(10), "first"), at(1));
        stores.media()
                .settle(claimOnly(stores.media(), ACME, at(10)).claim(), new Outcome.Retry(at(20), "HTTP 503"), at(11));

        StoredMessage.Inbound late = shown(reopen(stores), message);
        assertThat(onlyFile(late).state()).isEqualTo(State.PENDING);
        assertThat(late.message().parsed().issues())
                .containsExactly(new Issue("attachment-delayed", "photo.jpg: HTTP 503"));

        Content kept = stores.media().keep(ACME, new ByteArrayInputStream(new byte[] {1}));
        Claimed<MediaQueue.Job> last = claimOnly(stores.media(), ACME, at(20));
        assertThat(last.claim().attempt()).isEqualTo(3);
        assertThat(last.job().message()).as("as it was filed").isEqualTo(message);
        stores.media().settle(last.claim(), new Outcome.Available(kept, null), at(21));
        assertThat(shown(stores, message).message().parsed().issues()).isEmpty();
    }

    @Test
    default void what_becomes_of_a_file_and_of_its_message_do_not_touch_each_other() {
        Stores stores = stores();
        InboundMessage message = pending(stores, ACME, "photo.jpg", "k");
        stores.media().settle(claimOnly(stores.media(), ACME, NOW).claim(), new Outcome.Expired("gone"), at(1));
        Claimed<Deliveries.Job> delivery = claimOnly(stores.deliveries(), ACME, NOW);
        assertThat(delivery.job().message()).as("as it was filed").isEqualTo(message);
        stores.deliveries().settle(delivery.claim(), new Deliveries.Outcome.Delivered(new TicketRef("T")), at(2));

        StoredMessage.Inbound shown = shown(reopen(stores), message);
        assertThat(shown.state()).isEqualTo(StoredMessage.Inbound.State.DELIVERED);
        assertThat(onlyFile(shown).state()).isEqualTo(State.EXPIRED);
    }

    @Test
    default void an_overtaken_claim_changes_nothing_about_a_file() {
        Stores stores = stores();
        InboundMessage message = pending(stores, ACME, "photo.jpg", "k");
        Claimed<MediaQueue.Job> old =
                stores.media().claim(ACME, "node-1", 9, 9, NOW, at(60)).get(0);
        stores.media().claim(ACME, "node-2", 9, 9, at(61), at(120));

        assertThatThrownBy(() -> stores.media().settle(old.claim(), new Outcome.Rejected("stale"), at(62)))
                .isInstanceOf(LeaseLostException.class);

        assertThat(onlyFile(shown(stores, message)).state()).isEqualTo(State.PENDING);
        assertThat(shown(stores, message).message().parsed().issues()).isEmpty();
    }

    @Test
    default void there_are_no_bytes_where_nothing_was_fetched() {
        Stores stores = stores();
        InboundMessage message = filed(
                stores,
                ACME,
                CHANNEL,
                opens(unique("c")),
                NOW,
                s -> s.attachment("inside.txt", "text/plain", 3).pendingAttachment("later.jpg", "image/jpeg"));

        assertThat(stores.media().content(ACME, message.id(), 0)).isEmpty();
        assertThat(stores.media().content(ACME, message.id(), 1)).isEmpty();
        assertThat(stores.media().content(ACME, message.id(), 9)).isEmpty();
        assertThat(stores.media().content(ACME, "unknown", 0)).isEmpty();
        assertThat(stores.outbox().stored(ACME, "00ff")).isEmpty();
    }

    @Test
    default void a_fetch_that_breaks_is_told() {
        Stores stores = stores();
        assertThatThrownBy(() -> stores.media().keep(ACME, new BrokenStream(100)))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    @Test
    default void uploaded_bytes_are_found_by_their_hash_in_their_tenant_alone() throws IOException {
        Stores stores = stores();
        byte[] bytes = "an upload".getBytes(StandardCharsets.UTF_8);
        Content upload = stores.outbox().store(ACME, new ByteArrayInputStream(bytes));

        Optional<Content> found = reopen(stores).outbox().stored(ACME, upload.sha256());

        assertThat(found.map(Given::bytes))
                .hasValueSatisfying(b -> assertThat(b).isEqualTo(bytes));
        assertThat(found.map(Content::length)).contains((long) bytes.length);
        assertThat(stores.outbox().stored(BOLT, upload.sha256())).isEmpty();
    }

    private static InboundMessage pending(Stores stores, String tenant, String fileName, String dedupeKey) {
        return filed(
                stores,
                tenant,
                CHANNEL,
                opens(unique("conversation")),
                NOW,
                s -> s.dedupeKey(dedupeKey).pendingAttachment(fileName, "image/jpeg"));
    }

    private static StoredMessage.Inbound shown(Stores stores, InboundMessage message) {
        return (StoredMessage.Inbound)
                stores.conversations().message(message.tenantId(), message.id()).orElseThrow();
    }

    private static String conversationOf(Stores stores, InboundMessage message) {
        return Objects.requireNonNull(shown(stores, message).conversationId());
    }

    private static Attachment onlyFile(StoredMessage.Inbound message) {
        assertThat(message.message().parsed().attachments()).hasSize(1);
        return message.message().parsed().attachments().get(0);
    }
}
