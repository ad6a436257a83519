package io.deskwire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.ChannelState;
import io.deskwire.delivery.Delivery;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.Content;
import io.deskwire.message.Correspondents;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.Envelope;
import io.deskwire.message.Forward;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import io.deskwire.rules.TicketFields;
import io.deskwire.rules.Verdict;
import io.deskwire.threading.Decision;
import io.deskwire.threading.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DomainJsonTest {

    private static final int ROUNDS = 400;
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\":");

    private static Map<String, Object> throughText(Map<String, Object> tree) {
        return Json.strict().parseObject(Json.write(tree));
    }

    @Test
    void parsed_messages_come_back_as_they_were() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            ParsedMessage message = message(new RandomValues(new Random(seed)));
            assertThat(DomainJson.parsedMessage(throughText(DomainJson.toTree(message))))
                    .as("seed %d", seed)
                    .isEqualTo(message);
            assertThat(DomainJson.parsedMessage(DomainJson.toTree(message))).isEqualTo(message);
        }
    }

    @Test
    void texts_that_storage_refuses_come_back_with_replacements_and_stay_so() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            ParsedMessage message = message(new RandomValues(new Random(seed)).withUnstorable());
            String text = Json.write(DomainJson.toTree(message));
            assertThat(text).doesNotContain("\\u0000").doesNotContain("\0");
            assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .as("no half surrogate pairs, seed %d", seed)
                    .isEqualTo(text);
            ParsedMessage stored = DomainJson.parsedMessage(Json.strict().parseObject(text));
            assertThat(stored.body().text())
                    .isEqualTo(TreeWriter.storable(message.body().text()));
            assertThat(Json.write(DomainJson.toTree(stored))).isEqualTo(text);
        }
    }

    @Test
    void decisions_envelopes_deliveries_and_channel_sides_come_back_as_they_were() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            RandomValues random = new RandomValues(new Random(seed));
            Decision decision = decision(random);
            assertThat(DomainJson.decision(throughText(DomainJson.toTree(decision))))
                    .isEqualTo(decision);
            Envelope envelope = new Envelope(random.maybe(random::text), random.list(random::text));
            assertThat(DomainJson.envelope(throughText(DomainJson.toTree(envelope))))
                    .isEqualTo(envelope);
            Delivery delivery = new Delivery(
                    address(random),
                    random.one(DeliveryStatus.class),
                    random.maybe(random::text),
                    random.maybe(random::text),
                    random.instant());
            assertThat(DomainJson.delivery(throughText(DomainJson.toTree(delivery))))
                    .isEqualTo(delivery);
            assertThat(DomainJson.address(throughText(DomainJson.toTree(delivery.recipient()))))
                    .isEqualTo(delivery.recipient());
            ChannelState.Side side = new ChannelState.Side(
                    random.one(ChannelState.Status.class),
                    random.maybe(random::text),
                    random.maybe(random::text),
                    random.instant(),
                    random.maybe(random::instant),
                    random.number(1000),
                    random.maybe(random::instant));
            assertThat(DomainJson.channelSide(throughText(DomainJson.toTree(side))))
                    .isEqualTo(side);
        }
    }

    @Test
    void the_null_sender_is_not_an_unknown_sender() {
        Envelope bounce = new Envelope("", List.of("a@b.example"));
        assertThat(DomainJson.envelope(throughText(DomainJson.toTree(bounce)))).isEqualTo(bounce);
        assertThat(DomainJson.envelope(throughText(DomainJson.toTree(Envelope.unknown()))))
                .isEqualTo(Envelope.unknown());
    }

    @Test
    void outbound_messages_come_back_with_their_files_found_by_hash() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            RandomValues random = new RandomValues(new Random(seed));
            Map<String, Content> stored = new HashMap<>();
            OutboundMessage message = outbound(random, stored);
            Map<String, Object> tree = throughText(DomainJson.toTree(message));
            assertThat(DomainJson.outboundMessage(tree, hash -> Objects.requireNonNull(stored.get(hash))))
                    .as("seed %d", seed)
                    .isEqualTo(message);
        }
    }

    @Test
    void bytes_of_files_do_not_stand_in_the_document() {
        Content content = Content.of("very private".getBytes(StandardCharsets.UTF_8));
        OutboundMessage message = new OutboundMessage(
                "1",
                "t",
                "c",
                "v",
                "m@x",
                Address.email("a@b"),
                null,
                List.of(Address.email("c@d")),
                List.of(),
                null,
                "",
                null,
                List.of(new OutboundAttachment("a.txt", "text/plain", null, content)),
                null,
                List.of(),
                false,
                Instant.EPOCH);
        assertThat(Json.write(DomainJson.toTree(message)))
                .contains("\"size\":12", content.sha256())
                .doesNotContain("private");
    }

    @Test
    void names_are_snake_case_and_absent_values_are_left_out() {
        for (long seed = 0; seed < 50; seed++) {
            String text = Json.write(DomainJson.toTree(message(new RandomValues(new Random(seed)))));
            assertThat(text).doesNotContain(":null");
        }
        String text = Json.write(DomainJson.toTree(plainMessage()));
        NAME.matcher(text).results().forEach(m -> assertThat(m.group(1)).matches("[a-z0-9_]+"));
        assertThat(text).contains("\"sent_at\":\"2026-01-02T03:04:05Z\"").contains("\"kind\":\"auto_reply\"");
    }

    @Test
    void names_of_a_newer_version_are_ignored_and_lists_it_left_out_are_empty() {
        Map<String, Object> tree = throughText(DomainJson.toTree(plainMessage()));
        tree.put("invented_later", Map.of("x", List.of(1)));
        Map<?, ?> people = (Map<?, ?>) Objects.requireNonNull(tree.get("people"));
        people.remove("to");
        ParsedMessage read = DomainJson.parsedMessage(tree);
        assertThat(read.people().to()).isEmpty();
        assertThat(read.dedupeKey()).isEqualTo("key");
    }

    @Test
    void a_document_that_cannot_be_understood_is_refused_with_the_path_and_without_its_values() {
        Map<String, Object> tree = throughText(DomainJson.toTree(plainMessage()));
        tree.put("sent_at", "yesterday-s3cret");
        assertThatThrownBy(() -> DomainJson.parsedMessage(tree))
                .isInstanceOf(JsonException.class)
                .hasMessage("message.sent_at must be a time as in RFC 3339");
        tree.put("sent_at", 5L);
        assertThatThrownBy(() -> DomainJson.parsedMessage(tree))
                .hasMessage("message.sent_at must be a text, not a whole number");
        tree.remove("sent_at");
        tree.put("kind", "telepathy");
        assertThatThrownBy(() -> DomainJson.parsedMessage(tree))
                .hasMessageContaining("message.kind")
                .hasMessageNotContaining("telepathy");
        tree.remove("kind");
        assertThatThrownBy(() -> DomainJson.parsedMessage(tree)).hasMessage("message.kind is missing");
        tree.put("kind", "message");
        tree.put("dedupe_key", " ");
        assertThatThrownBy(() -> DomainJson.parsedMessage(tree)).isInstanceOf(JsonException.class);
        tree.put("dedupe_key", "key");
        tree.put("people", Map.of("from", Map.of("kind", "email", "value", "a@b\r\nBcc: x@y")));
        assertThatThrownBy(() -> DomainJson.parsedMessage(tree)).isInstanceOf(JsonException.class);
        tree.put("people", Map.of("to", List.of("not an object")));
        assertThatThrownBy(() -> DomainJson.parsedMessage(tree)).hasMessage("message.people.to must hold objects only");
    }

    @Test
    void objects_of_texts_are_read_and_others_refused() {
        assertThat(DomainJson.texts(Json.strict().parseObject("{\"a\":\"b\"}"))).isEqualTo(Map.of("a", "b"));
        assertThatThrownBy(() -> DomainJson.texts(Json.strict().parseObject("{\"a\":1}")))
                .isInstanceOf(JsonException.class);
    }

    private static ParsedMessage plainMessage() {
        return new ParsedMessage(
                "key",
                MessageKind.AUTO_REPLY,
                ThreadHeaders.of("m@x"),
                Correspondents.of(Address.email("a@b", "A"), Address.email("c@d")),
                Body.text("Hi", "there"),
                List.of(new Attachment(0, "a.txt", "text/plain", 3, null, false, null, Attachment.State.PENDING)),
                Automation.none(),
                Authentication.unknown(),
                Instant.parse("2026-01-02T03:04:05Z"),
                List.of(),
                List.of(new Issue("unknown-charset", "x")));
    }

    static ParsedMessage message(RandomValues random) {
        return new ParsedMessage(
                random.word(),
                random.one(MessageKind.class),
                new ThreadHeaders(
                        random.maybe(random::text),
                        random.list(random::text),
                        random.list(random::text),
                        random.maybe(random::text),
                        random.maybe(random::text)),
                new Correspondents(
                        random.maybe(() -> address(random)),
                        random.maybe(() -> address(random)),
                        random.list(() -> address(random)),
                        random.list(() -> address(random)),
                        random.list(() -> address(random)),
                        random.list(() -> address(random)),
                        random.list(() -> address(random))),
                new Body(
                        random.maybe(random::text),
                        random.text(),
                        random.maybe(random::text),
                        random.maybe(random::text),
                        random.maybe(random::text),
                        random.one(Body.Confidence.class)),
                random.list(() -> new Attachment(
                        random.number(100),
                        random.text(),
                        random.text(),
                        random.number(),
                        random.maybe(random::text),
                        random.bool(),
                        random.maybe(random::text),
                        random.one(Attachment.State.class))),
                new Automation(random.one(Automation.AutoSubmitted.class), random.bool(), random.maybe(random::text)),
                new Authentication(random.maybe(random::text), random.maybe(random::text), random.maybe(random::text)),
                random.maybe(random::instant),
                random.list(() -> new DeliveryReport(
                        random.maybe(random::text),
                        random.maybe(random::text),
                        random.maybe(() -> address(random)),
                        random.one(DeliveryStatus.class),
                        random.maybe(random::text),
                        random.maybe(random::text),
                        random.maybe(random::instant),
                        random.maybe(() -> random.one(FailureKind.class)))),
                random.list(() -> new Issue(random.text(), random.text())),
                random.list(random::text),
                random.maybe(() -> RandomWhatsApp.event(random)),
                null);
    }

    static Decision decision(RandomValues random) {
        Decision.Outcome outcome = random.one(Decision.Outcome.class);
        return new Decision(
                outcome,
                outcome == Decision.Outcome.ALONE ? null : random.text(),
                random.maybe(random::text),
                random.list(() -> new Signal(
                        random.one(Signal.Type.class),
                        random.text(),
                        random.maybe(random::text),
                        random.bool(),
                        random.text())),
                random.list(random::text),
                random.bool() ? Verdict.none() : verdict(random));
    }

    private static Verdict verdict(RandomValues random) {
        Verdict.Outcome outcome = random.one(Verdict.Outcome.class);
        boolean passes = outcome == Verdict.Outcome.PASS;
        Map<String, Object> custom = new LinkedHashMap<>();
        custom.put(random.text(), random.text());
        custom.put("number " + random.text(), 7L);
        custom.put("decimal " + random.text(), 0.25);
        custom.put("truth " + random.text(), random.bool());
        return new Verdict(
                outcome,
                passes ? null : random.text(),
                passes ? null : random.text(),
                random.list(random::text),
                new TicketFields(
                        random.maybe(random::text),
                        random.maybe(random::text),
                        random.maybe(random::text),
                        random.maybe(random::text),
                        random.maybe(random::text),
                        random.list(random::text),
                        random.bool() ? custom : Map.of()));
    }

    static Address address(RandomValues random) {
        return new Address(random.one(Address.Kind.class), random.word(), random.maybe(random::word));
    }

    private static OutboundMessage outbound(RandomValues random, Map<String, Content> stored) {
        List<Address> to = new ArrayList<>(random.list(() -> address(random)));
        to.add(address(random));
        return new OutboundMessage(
                random.word(),
                random.word(),
                random.word(),
                random.word(),
                random.word(),
                address(random),
                random.maybe(() -> address(random)),
                to,
                random.list(() -> address(random)),
                random.maybe(random::text),
                random.text(),
                random.maybe(random::text),
                random.list(() -> {
                    Content content = Content.of(random.text().getBytes(StandardCharsets.UTF_8));
                    Content known = stored.computeIfAbsent(content.sha256(), hash -> content);
                    return new OutboundAttachment(random.text(), random.text(), random.maybe(random::text), known);
                }),
                random.maybe(() -> RandomWhatsApp.rich(random)),
                random.maybe(random::text),
                random.list(random::text),
                random.bool(),
                random.instant());
    }

    @Test
    void what_a_message_says_of_one_it_passes_on_is_kept() {
        for (Forward.Kind kind : Forward.Kind.values()) {
            for (boolean full : new boolean[] {true, false}) {
                Forward forward = full
                        ? new Forward(
                                kind,
                                Address.email("ann@maker.example", "Ann"),
                                Instant.parse("2026-03-02T10:00:00Z"),
                                "Mon, 2 Mar",
                                "Chair",
                                List.of(Address.email("fay@customer.example")),
                                Address.email("bo@office.example"))
                        : new Forward(kind, null, null, null, null, List.of(), null);
                ParsedMessage message = new ParsedMessage(
                        "key",
                        MessageKind.MESSAGE,
                        ThreadHeaders.of("1@x"),
                        new Correspondents(null, null, List.of(), List.of(), List.of(), List.of()),
                        Body.text(null, "text"),
                        List.of(),
                        Automation.none(),
                        Authentication.unknown(),
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        forward);

                assertThat(DomainJson.parsedMessage(Json.lenient().parseObject(Json.write(DomainJson.toTree(message)))))
                        .isEqualTo(message);
            }
        }
    }
}
