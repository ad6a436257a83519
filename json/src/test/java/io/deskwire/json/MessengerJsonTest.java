package io.deskwire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.RichContent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessengerJsonTest {

    private static Map<String, Object> throughText(Map<String, Object> tree) {
        return Json.strict().parseObject(Json.write(tree));
    }

    @Test
    void every_kind_of_event_comes_back_as_it_was() {
        for (long seed = 0; seed < 100; seed++) {
            List<ChannelEvent> events = RandomWhatsApp.events(new RandomValues(new Random(seed)));
            assertThat(kinds(events)).hasSize(ChannelEvent.class.getPermittedSubclasses().length);
            for (ChannelEvent event : events) {
                ParsedMessage message = parsed(event, List.of("forwarded"));
                assertThat(DomainJson.parsedMessage(throughText(DomainJson.toTree(message))))
                        .as("seed %d", seed)
                        .isEqualTo(message);
            }
        }
    }

    @Test
    void every_kind_of_rich_content_comes_back_as_it_was() {
        for (long seed = 0; seed < 100; seed++) {
            List<RichContent> riches = RandomWhatsApp.riches(new RandomValues(new Random(seed)));
            assertThat(kinds(riches)).hasSize(RichContent.class.getPermittedSubclasses().length);
            for (RichContent rich : riches) {
                OutboundMessage message = outbound().with("text", null, List.of(), rich);
                assertThat(read(throughText(DomainJson.toTree(message))))
                        .as("seed %d", seed)
                        .isEqualTo(message);
            }
        }
    }

    @Test
    void annotations_come_back_as_they_were() {
        for (long seed = 0; seed < 100; seed++) {
            Annotation annotation = RandomWhatsApp.annotation(new RandomValues(new Random(seed)));
            assertThat(DomainJson.annotation(throughText(DomainJson.toTree(annotation))))
                    .isEqualTo(annotation);
        }
    }

    @Test
    void documents_of_an_older_version_have_the_default_of_what_they_lack() {
        Map<String, Object> old = Json.strict()
                .parseObject("{\"dedupe_key\":\"k\",\"kind\":\"bounce\",\"threading\":{\"message_id\":\"m@x\"},"
                        + "\"people\":{\"from\":{\"kind\":\"email\",\"value\":\"a@b\"}},\"body\":{\"text\":\"hi\"},"
                        + "\"automation\":{\"auto_submitted\":\"no\",\"suppress_auto_response\":false},"
                        + "\"authentication\":{},\"reports\":[{\"status\":\"bounced\"}]}");
        ParsedMessage message = DomainJson.parsedMessage(old);
        assertThat(message.notes()).isEmpty();
        assertThat(message.event()).isNull();
        assertThat(message.people().aliases()).isEmpty();
        assertThat(message.reports())
                .containsExactly(new DeliveryReport(null, null, null, DeliveryStatus.BOUNCED, null, null, null));

        Map<String, Object> sent = throughText(DomainJson.toTree(outbound()));
        assertThat(sent).doesNotContainKey("rich");
        assertThat(read(sent)).isEqualTo(outbound());
    }

    @Test
    void what_a_failure_was_stands_beside_its_code() {
        ParsedMessage message = new ParsedMessage(
                "k",
                parsed(null, List.of()).kind(),
                parsed(null, List.of()).threading(),
                parsed(null, List.of()).people(),
                parsed(null, List.of()).body(),
                List.of(),
                parsed(null, List.of()).automation(),
                parsed(null, List.of()).authentication(),
                null,
                List.of(new DeliveryReport(
                        null, "wamid.1", null, DeliveryStatus.FAILED, "131047", null, null, FailureKind.THROTTLED)),
                List.of());
        Map<String, Object> tree = throughText(DomainJson.toTree(message));
        assertThat(Json.write(tree)).contains("\"failure\":\"throttled\"");
        assertThat(DomainJson.parsedMessage(tree)).isEqualTo(message);
    }

    @Test
    void what_this_version_does_not_know_is_refused_and_not_guessed() {
        Map<String, Object> tree = new LinkedHashMap<>(DomainJson.toTree(parsed(null, List.of())));
        tree.put("event", Map.of("type", "telepathy"));
        assertThatThrownBy(() -> DomainJson.parsedMessage(tree))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("message.event.type");
        Map<String, Object> sent = new LinkedHashMap<>(DomainJson.toTree(outbound()));
        sent.put("rich", Map.of("type", "location", "latitude", 91.5, "longitude", 0L));
        assertThatThrownBy(() -> read(sent)).isInstanceOf(JsonException.class);
        sent.put("rich", Map.of("type", "location", "latitude", "north", "longitude", 0L));
        assertThatThrownBy(() -> read(sent)).hasMessage("outbound message.rich.latitude must be a number, not a text");
        sent.put("rich", Map.of("type", "location", "latitude", 12L, "longitude", 0L));
        assertThat(read(sent).rich()).isEqualTo(new RichContent.Location(12, 0, null, null));
    }

    private static List<Class<?>> kinds(List<?> values) {
        return values.stream().map(Object::getClass).distinct().collect(Collectors.toList());
    }

    private static ParsedMessage parsed(@Nullable ChannelEvent event, List<String> notes) {
        ParsedMessage plain = DomainJsonTest.message(new RandomValues(new Random(1)));
        return new ParsedMessage(
                plain.dedupeKey(),
                plain.kind(),
                plain.threading(),
                plain.people(),
                plain.body(),
                plain.attachments(),
                plain.automation(),
                plain.authentication(),
                plain.sentAt(),
                plain.reports(),
                plain.issues(),
                notes,
                event,
                null);
    }

    private static OutboundMessage outbound() {
        return new OutboundMessage(
                "1",
                "t",
                "c",
                "v",
                "m@x",
                Address.phone("+15550001", null),
                null,
                List.of(new Address(Address.Kind.GROUP, "group-1", null)),
                List.of(),
                null,
                "",
                null,
                List.of(),
                null,
                List.of(),
                false,
                Instant.EPOCH);
    }

    private static OutboundMessage read(Map<String, Object> tree) {
        return DomainJson.outboundMessage(tree, hash -> {
            throw new IllegalStateException("no files");
        });
    }
}
