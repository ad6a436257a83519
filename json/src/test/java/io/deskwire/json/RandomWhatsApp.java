package io.deskwire.json;

import io.deskwire.message.Annotation;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.RichContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Every kind of event, content and annotation that messengers bring, from a seed. */
final class RandomWhatsApp {

    private static final int EVENTS = 9;
    private static final int RICH = 5;

    private RandomWhatsApp() {}

    static ChannelEvent event(RandomValues random) {
        return event(random.number(EVENTS), random);
    }

    /** One of every kind. */
    static List<ChannelEvent> events(RandomValues random) {
        return IntStream.range(0, EVENTS).mapToObj(kind -> event(kind, random)).toList();
    }

    private static ChannelEvent event(int kind, RandomValues random) {
        return switch (kind) {
            case 0 -> new ChannelEvent.Reaction(random.text(), random.maybe(random::text));
            case 1 -> new ChannelEvent.Edit(random.text(), random.text());
            case 2 -> new ChannelEvent.Deletion(random.text());
            case 3 -> new ChannelEvent.StatusUpdate();
            case 4 ->
                new ChannelEvent.IdentityChange(
                        random.list(() -> DomainJsonTest.address(random)),
                        random.list(() -> DomainJsonTest.address(random)));
            case 5 -> new ChannelEvent.Echo();
            case 6 ->
                new ChannelEvent.Engagement(
                        random.maybe(random::text),
                        random.maybe(random::text),
                        Annotation.Kind.OPENED,
                        null,
                        random.maybe(random::text));
            case 7 -> new ChannelEvent.Call();
            default -> new ChannelEvent.Notice(random.text(), object(random));
        };
    }

    static RichContent rich(RandomValues random) {
        return rich(random.number(RICH), random);
    }

    /** One of every kind. */
    static List<RichContent> riches(RandomValues random) {
        return IntStream.range(0, RICH).mapToObj(kind -> rich(kind, random)).toList();
    }

    private static RichContent rich(int kind, RandomValues random) {
        return switch (kind) {
            case 0 ->
                new RichContent.Template(
                        random.text(),
                        random.text(),
                        random.list(() -> new RichContent.Parameter(random.maybe(random::text), random.text())),
                        random.list(() -> new RichContent.Parameter(random.maybe(random::text), random.text())),
                        random.maybe(random::text),
                        random.list(() -> new RichContent.Button(random.number(10), random.text())));
            case 1 -> new RichContent.Reaction(random.text(), random.text(), random.maybe(random::text));
            case 2 -> new RichContent.Interactive(object(random));
            case 3 ->
                new RichContent.Location(
                        random.number(180) - 90 + random.number(1_000_000) / 1e7,
                        random.number(360) - 180 + 0.1,
                        random.maybe(random::text),
                        random.maybe(random::text));
            default -> new RichContent.Contacts(random.list(() -> object(random)));
        };
    }

    static Annotation annotation(RandomValues random) {
        return new Annotation(
                random.one(Annotation.Kind.class),
                random.maybe(() -> DomainJsonTest.address(random)),
                random.maybe(random::text),
                random.instant());
    }

    private static Map<String, Object> object(RandomValues random) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", random.text());
        object.put("number", random.number());
        object.put("truth", random.bool());
        object.put("list", random.list(random::text));
        object.put("nested", Map.of("rows", List.of(Map.of("id", random.text()))));
        return object;
    }
}
