package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.claimAll;
import static io.deskwire.testkit.contract.Given.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Stores;
import io.deskwire.delivery.Outbox;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Claimed;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A draft that becomes several messages: staged as one, sent in order. */
public interface OutboxDraftContract extends StoresHarness {

    @Test
    default void messages_of_one_draft_are_stored_and_leave_in_order() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            String conversation = unique("conversation");
            List<OutboundMessage> draft = draft(tenant, conversation, 12);

            String id = stores.outbox().stage(draft, "key", NOW, true);

            assertThat(id).isEqualTo(draft.get(0).id());
            OutboundMessage later = part(tenant, conversation, "later");
            stores.outbox().stage(List.of(later), null, NOW, false);
            Stores seen = reopen(stores);
            assertThat(seen.outbox().staged(tenant, "key")).contains(id);
            assertThat(seen.outbox().backlog(tenant)).isEqualTo(13);
            assertThat(seen.conversations().messages(tenant, conversation))
                    .extracting(StoredMessage::id)
                    .startsWith(draft.stream().map(OutboundMessage::id).toArray(String[]::new))
                    .endsWith(later.id());
            assertThat(seen.conversations().find(tenant, conversation))
                    .hasValueSatisfying(
                            c -> assertThat(c.participants()).containsExactlyInAnyOrder("phone:+1", "phone:+2"));
            assertThat(claimAll(seen.outbox(), tenant, NOW))
                    .extracting(c -> c.job().message().text())
                    .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "later");
        }
    }

    @Test
    default void a_message_holds_back_the_rest_of_its_draft() {
        Stores stores = stores();
        List<OutboundMessage> draft = draft(ACME, unique("conversation"), 3);
        stores.outbox().stage(draft, null, NOW, true);
        Claimed<Outbox.Job> first =
                stores.outbox().claim(ACME, "node", 9, 1, NOW, at(60)).get(0);
        stores.outbox().settle(first.claim(), new Outbox.Outcome.Retry(at(100), "busy", null), at(1));

        assertThat(claimAll(stores.outbox(), ACME, at(99))).isEmpty();
        assertThat(claimAll(stores.outbox(), ACME, at(100))
                        .get(0)
                        .job()
                        .message()
                        .text())
                .isEqualTo("0");
    }

    @Test
    default void a_repeated_draft_stages_nothing_and_answers_with_the_first_message() {
        Stores stores = stores();
        String conversation = unique("conversation");
        List<OutboundMessage> first = draft(ACME, conversation, 2);
        List<OutboundMessage> again = draft(ACME, conversation, 3);
        stores.outbox().stage(first, "key", NOW, true);

        assertThat(stores.outbox().stage(again, "key", at(5), false))
                .isEqualTo(first.get(0).id());
        assertThat(stores.outbox().stage(again.get(0), "key", at(5), false))
                .isEqualTo(first.get(0).id());

        assertThat(stores.outbox().backlog(ACME)).isEqualTo(2);
        assertThat(stores.conversations().messages(ACME, conversation)).hasSize(2);
        List<OutboundMessage> other = draft(BOLT, unique("conversation"), 2);
        assertThat(stores.outbox().stage(other, "key", NOW, true))
                .as("another tenant's key")
                .isEqualTo(other.get(0).id());
    }

    @Test
    default void one_key_staged_by_sixteen_callers_at_once_stages_one_draft() {
        Stores stores = stores();
        String conversation = unique("conversation");
        stores.outbox().stage(part(ACME, conversation, "opens"), null, NOW, true);

        List<String> ids =
                Concurrently.run(thread -> stores.outbox().stage(draft(ACME, conversation, 3), "key", NOW, false));

        assertThat(ids).containsOnly(ids.get(0));
        assertThat(claimAll(stores.outbox(), ACME, NOW))
                .extracting(c -> c.job().message().text())
                .containsExactly("opens", "0", "1", "2");
    }

    @Test
    default void where_one_message_cannot_be_stored_none_is() {
        Stores stores = stores();
        String conversation = unique("conversation");
        Content broken = new Content() {
            @Override
            public long length() {
                return 3;
            }

            @Override
            public String sha256() {
                return "00";
            }

            @Override
            public InputStream open() throws IOException {
                throw new IOException("disk gone");
            }
        };
        OutboundMessage good = part(ACME, conversation, "good");
        OutboundMessage bad = part(ACME, conversation, "bad")
                .withAttachments(List.of(new OutboundAttachment("a", "image/png", null, broken)));

        assertThatThrownBy(() -> stores.outbox().stage(List.of(good, bad), "key", NOW, true))
                .hasRootCauseMessage("disk gone");

        assertThat(stores.outbox().staged(ACME, "key")).isEmpty();
        assertThat(stores.outbox().backlog(ACME)).isZero();
        assertThat(stores.conversations().find(ACME, conversation)).isEmpty();
        assertThat(stores.conversations().message(ACME, good.id())).isEmpty();
    }

    @Test
    default void a_draft_is_of_one_conversation_and_not_empty() {
        Stores stores = stores();
        assertThatThrownBy(() -> stores.outbox().stage(List.of(), "key", NOW, true))
                .isInstanceOf(IllegalArgumentException.class);
        List<OutboundMessage> mixed = List.of(part(ACME, "one", "a"), part(ACME, "two", "b"));
        assertThatThrownBy(() -> stores.outbox().stage(mixed, "key", NOW, true))
                .isInstanceOf(IllegalArgumentException.class);
        List<OutboundMessage> foreign = List.of(part(ACME, "one", "a"), part(BOLT, "one", "b"));
        assertThatThrownBy(() -> stores.outbox().stage(foreign, "key", NOW, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(stores.outbox().staged(ACME, "key")).isEmpty();
        assertThat(stores.outbox().backlog(ACME)).isZero();
    }

    @Test
    default void what_a_message_carries_besides_text_is_kept() {
        Stores stores = stores();
        List<RichContent> all = List.of(
                RichContent.Template.of("order_update", "en_US", List.of("Ann", "42")),
                new RichContent.Reaction("m", "wamid.1", null),
                new RichContent.Interactive(Map.of("type", "button", "body", Map.of("text", "Choose"))),
                new RichContent.Location(52.5, -0.25, "Here", null),
                new RichContent.Contacts(List.of(Map.of("name", Map.of("formatted_name", "Ann")))));
        String conversation = unique("conversation");
        List<OutboundMessage> draft = all.stream()
                .map(rich -> part(ACME, conversation, "").with("", null, List.of(), rich))
                .toList();
        stores.outbox().stage(draft, null, NOW, true);

        assertThat(claimAll(reopen(stores).outbox(), ACME, NOW))
                .extracting(c -> c.job().message())
                .isEqualTo(draft);
    }

    private static List<OutboundMessage> draft(String tenant, String conversation, int parts) {
        return IntStream.range(0, parts)
                .mapToObj(i -> part(tenant, conversation, String.valueOf(i)))
                .toList();
    }

    private static OutboundMessage part(String tenant, String conversation, String text) {
        return MessageSamples.outbound()
                .channel(tenant, CHANNEL)
                .conversation(conversation)
                .to(Address.phone("+1", null), Address.phone("+2", null))
                .text(text)
                .build();
    }
}
