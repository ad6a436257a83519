package io.deskwire.app.http;

import io.deskwire.message.RichContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a draft carries beside its text, of which there is at most one: a template, a reaction, buttons or a list, a place,
 * contact cards.
 */
final class RichFields {

    /** Names of the fields. */
    static final Set<String> NAMES = Set.of("template", "reaction", "interactive", "location", "contacts");

    private static final Set<String> TEMPLATE = Set.of("name", "language", "parameters", "header", "buttons");
    private static final Set<String> REACTION = Set.of("message_id", "emoji");
    private static final Set<String> PLACE = Set.of("latitude", "longitude", "name", "address");
    private static final int LONGEST_EMOJI = 40;
    private static final int MOST = 100;

    /** Finds the message that a reaction is on. */
    @FunctionalInterface
    interface Target {
        /** The network's id of a message, or null when it is none of the customer's in this conversation. */
        @Nullable String networkId(String messageId);
    }

    private final Fields body;
    private final boolean present;
    private @Nullable RichContent content;
    private @Nullable String reactsTo;
    private @Nullable String emoji;

    /**
     * @param possible whether the channel knows such things at all
     * @param start whether the draft begins a conversation, in which there is nothing to react to yet
     */
    RichFields(Fields body, boolean possible, boolean start) {
        this.body = body;
        List<String> named = NAMES.stream().filter(body::has).sorted().toList();
        this.present = !named.isEmpty();
        if (!possible) {
            named.forEach(name -> body.problem(name, "cannot be sent on this channel; it is for WhatsApp channels"));
            return;
        }
        if (named.size() > 1) {
            body.problem(named.get(1), "cannot be sent together with " + named.get(0));
        }
        if (body.has("template")) {
            this.content = template();
        } else if (body.has("reaction")) {
            reaction(start);
        } else if (body.has("interactive")) {
            Map<String, Object> document = body.object("interactive");
            this.content = document == null ? null : new RichContent.Interactive(document);
        } else if (body.has("location")) {
            Fields place = body.fields("location");
            this.content = place == null ? null : location(place);
        } else if (body.has("contacts")) {
            this.content = new RichContent.Contacts(body.maps("contacts"));
        }
    }

    /** Whether there is anything, right or wrong. */
    boolean isPresent() {
        return present;
    }

    /** The content; problems go to the body. */
    @Nullable RichContent content(Target target) {
        if (reactsTo == null) {
            return content;
        }
        String networkId = target.networkId(reactsTo);
        if (networkId == null) {
            body.problem("reaction.message_id", "is no message of the customer's in this conversation");
            return null;
        }
        return new RichContent.Reaction(reactsTo, networkId, emoji);
    }

    private void reaction(boolean start) {
        Fields fields = body.fields("reaction");
        if (fields == null) {
            return;
        }
        fields.allowOnly(REACTION);
        if (start) {
            body.problem("reaction", "needs a message to react to; a new conversation has none");
        }
        if (body.has("text") || body.has("html") || body.has("attachments")) {
            body.problem("reaction", "is sent alone, without text, html or attachments");
        }
        String messageId = fields.requiredText("message_id");
        String given = fields.text("emoji");
        if (given != null && given.length() > LONGEST_EMOJI) {
            fields.problem("emoji", "must be one emoji, or null to take the reaction away");
        }
        this.reactsTo = messageId.isEmpty() ? null : messageId;
        this.emoji = given == null || given.isBlank() ? null : given.strip();
    }

    private @Nullable RichContent template() {
        Fields fields = body.fields("template");
        if (fields == null) {
            return null;
        }
        fields.allowOnly(TEMPLATE);
        String link = null;
        List<RichContent.Parameter> header = List.of();
        if (fields.isList("header")) {
            header = parameters(fields, "header");
        } else {
            Fields object = fields.fields("header");
            if (object != null && object.has("link")) {
                object.allowOnly(Set.of("link"));
                link = object.requiredText("link");
            } else if (object != null) {
                header = place(object);
            }
        }
        return new RichContent.Template(
                fields.requiredText("name"),
                fields.requiredText("language"),
                parameters(fields, "parameters"),
                header,
                link,
                buttons(fields));
    }

    /** Texts in order, or {@code {"name","value"}}. */
    private static List<RichContent.Parameter> parameters(Fields fields, String field) {
        List<RichContent.Parameter> parameters = new ArrayList<>();
        List<?> entries = fields.list(field);
        for (int i = 0; i < entries.size() && i < MOST; i++) {
            Object entry = entries.get(i);
            if (entry instanceof String text) {
                parameters.add(RichContent.Parameter.positional(text));
            } else if (entry instanceof Map<?, ?> map
                    && map.get("name") instanceof String name
                    && map.get("value") instanceof String value
                    && map.size() == 2) {
                parameters.add(new RichContent.Parameter(name, value));
            } else {
                fields.problem(field + "[" + i + "]", "must be a text, or {\"name\",\"value\"} with texts");
            }
        }
        if (entries.size() > MOST) {
            fields.problem(field, "may be at most " + MOST);
        }
        return parameters;
    }

    /** Texts for the buttons in order, or {@code {"index","value"}}. */
    private static List<RichContent.Button> buttons(Fields fields) {
        List<RichContent.Button> buttons = new ArrayList<>();
        List<?> entries = fields.list("buttons");
        for (int i = 0; i < entries.size() && i < MOST; i++) {
            Object entry = entries.get(i);
            if (entry instanceof String text) {
                buttons.add(new RichContent.Button(i, text));
            } else if (entry instanceof Map<?, ?> map
                    && map.get("index") instanceof Number index
                    && index.longValue() >= 0
                    && index.longValue() < MOST
                    && map.get("value") instanceof String value
                    && map.size() == 2) {
                buttons.add(new RichContent.Button(index.intValue(), value));
            } else {
                fields.problem(
                        "buttons[" + i + "]", "must be a text, or {\"index\",\"value\"} with a number and a text");
            }
        }
        return buttons;
    }

    private static List<RichContent.Parameter> place(Fields fields) {
        RichContent.Location place = location(fields);
        if (place == null) {
            return List.of();
        }
        List<RichContent.Parameter> parameters = new ArrayList<>();
        parameters.add(new RichContent.Parameter("latitude", String.valueOf(place.latitude())));
        parameters.add(new RichContent.Parameter("longitude", String.valueOf(place.longitude())));
        if (place.name() != null) {
            parameters.add(new RichContent.Parameter("name", place.name()));
        }
        if (place.address() != null) {
            parameters.add(new RichContent.Parameter("address", place.address()));
        }
        return parameters;
    }

    private static RichContent.@Nullable Location location(Fields fields) {
        fields.allowOnly(PLACE);
        Double latitude = fields.number("latitude", -90, 90);
        Double longitude = fields.number("longitude", -180, 180);
        String name = fields.text("name");
        String address = fields.text("address");
        return latitude == null || longitude == null
                ? null
                : new RichContent.Location(latitude, longitude, name, address);
    }
}
