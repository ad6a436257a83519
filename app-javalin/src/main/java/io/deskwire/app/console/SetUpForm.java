package io.deskwire.app.console;

import io.deskwire.app.setup.Guide;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.SecretMask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A channel's form, made from its guide.
 *
 * @param channel the channel's name
 * @param known whether there is such a channel already
 * @param active whether it is switched on
 * @param channelProblems what is wrong with the name
 * @param addressProblems what is wrong with the ticket address
 * @param others problems that no field shows
 */
record SetUpForm(
        Guide guide,
        String channel,
        boolean known,
        String ticketAddress,
        boolean active,
        List<FieldView> fields,
        List<String> channelProblems,
        List<String> addressProblems,
        List<String> others) {

    static final String PREFIX = "f.";
    static final String CHANNEL = "channel";
    static final String TICKET_ADDRESS = "ticket_address";
    static final String ACTIVE = "is_active";

    private static final String CONFIG = "config.";

    SetUpForm {
        fields = List.copyOf(fields);
        channelProblems = List.copyOf(channelProblems);
        addressProblems = List.copyOf(addressProblems);
        others = List.copyOf(others);
    }

    /** The fields that every channel needs, or that most do without. */
    List<FieldView> part(boolean advanced) {
        return fields.stream()
                .filter(view -> view.field().advanced() == advanced)
                .toList();
    }

    /** Whether the part that most channels do without has to be looked at. */
    boolean advancedOpen() {
        return part(true).stream().anyMatch(FieldView::wrong);
    }

    int problems() {
        return channelProblems.size()
                + addressProblems.size()
                + others.size()
                + fields.stream().mapToInt(view -> view.problems().size()).sum();
    }

    /** An empty form. */
    static SetUpForm empty(Guide guide, String channel) {
        return of(guide, channel, false, "", true, Map.of(), List.of());
    }

    /**
     * A form with what a document holds.
     *
     * @param config the document's own part, its secrets masked
     */
    static SetUpForm of(
            Guide guide,
            String channel,
            boolean known,
            String ticketAddress,
            boolean active,
            Map<String, Object> config,
            List<ConfigProblem> problems) {
        Map<String, List<String>> wrong = new LinkedHashMap<>();
        for (ConfigProblem problem : problems) {
            wrong.computeIfAbsent(problem.path(), path -> new ArrayList<>()).add(problem.message());
        }
        List<FieldView> fields = guide.fields().stream()
                .map(field -> view(field, config.get(field.name()), wrong))
                .toList();
        List<String> channelProblems = taken(wrong, CHANNEL);
        List<String> addressProblems = taken(wrong, TICKET_ADDRESS);
        List<String> others = new ArrayList<>();
        wrong.forEach((path, messages) -> messages.forEach(message -> others.add(path + " " + message)));
        return new SetUpForm(
                guide, channel, known, ticketAddress, active, fields, channelProblems, addressProblems, others);
    }

    private static FieldView view(Guide.Field field, @Nullable Object value, Map<String, List<String>> wrong) {
        List<String> problems = taken(wrong, CONFIG + field.name());
        if (field.kind().isSecret()) {
            return new FieldView(field, "", SecretMask.isMasked(value), false, problems);
        }
        boolean locked = value instanceof Map || value instanceof List;
        return new FieldView(field, value == null || locked ? "" : String.valueOf(value), false, locked, problems);
    }

    private static List<String> taken(Map<String, List<String>> wrong, String path) {
        List<String> messages = wrong.remove(path);
        return messages == null ? List.of() : messages;
    }

    /**
     * The document that a sent form asks for. What the form does not show stays as it is.
     *
     * @param sent the form's fields by name
     * @param before the channel with its secrets masked, or null for a new one
     * @param webhook the address that providers call
     * @param reachable whether providers can call it, over https
     */
    static ChannelConfig document(
            Guide guide,
            String tenant,
            String channel,
            Map<String, List<String>> sent,
            @Nullable ChannelConfig before,
            String webhook,
            boolean reachable) {
        Map<String, Object> config = new LinkedHashMap<>(before == null ? Map.of() : before.config());
        config.putAll(guide.fixed());
        for (Guide.Field field : guide.fields()) {
            String given = first(sent, PREFIX + field.name());
            if (given == null) {
                continue;
            }
            String text = field.kind() == Guide.Kind.LONG_TEXT ? given : given.strip();
            if (!text.isBlank()) {
                config.put(field.name(), value(field, text));
            } else if (field.kind().isSecret()) {
                // The mask that is there stands for what is stored.
                continue;
            } else if (field.fill() == Guide.Fill.ALWAYS || (field.fill() == Guide.Fill.HTTPS && reachable)) {
                config.put(field.name(), webhook);
            } else {
                config.remove(field.name());
            }
        }
        String address = first(sent, TICKET_ADDRESS);
        return new ChannelConfig(
                tenant,
                channel,
                guide.provider(),
                config,
                address == null || address.isBlank() ? null : address.strip(),
                before == null ? Map.of() : before.parserConfig(),
                before == null || !"false".equals(first(sent, ACTIVE)),
                List.of());
    }

    private static Object value(Guide.Field field, String text) {
        return switch (field.kind()) {
            case BOOL -> Boolean.valueOf(text);
            case NUMBER -> text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : text;
            default -> text;
        };
    }

    static @Nullable String first(Map<String, List<String>> sent, String name) {
        List<String> values = sent.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.get(0);
    }
}
