package io.deskwire.testkit.whatsapp;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the body of {@code POST …/messages}, all but what depends on state elsewhere. */
final class MessageCheck {

    private static final Set<String> TYPES = Set.of(
            "text",
            "image",
            "video",
            "audio",
            "document",
            "sticker",
            "location",
            "contacts",
            "reaction",
            "interactive",
            "template");
    private static final int INVALID = 131009;

    private final SimulatedNumber number;
    private final MediaReferences media;

    MessageCheck(SimulatedNumber number) {
        this.number = number;
        this.media = new MediaReferences(number);
    }

    /** Checks the frame and gives back the type. */
    static String frame(Fields body) {
        product(body);
        String type = body.text("type");
        if (!TYPES.contains(type)) {
            throw GraphRefusal.parameter(
                    "Param type must be one of " + TYPES.stream().sorted().toList() + " - got \"" + type + "\".");
        }
        body.only(
                "messaging_product",
                "recipient_type",
                "to",
                "recipient",
                "type",
                "context",
                "biz_opaque_callback_data",
                "recipient_identity_key_hash",
                type);
        if (body.has("recipient_type") && !Set.of("individual", "group").contains(body.text("recipient_type"))) {
            throw GraphRefusal.parameter("Param recipient_type must be one of {INDIVIDUAL, GROUP}.");
        }
        body.optionalText("recipient_identity_key_hash");
        body.optionalText("biz_opaque_callback_data", 512, 100);
        Fields context = body.optionalObject("context");
        if (context != null) {
            context.only("message_id").text("message_id");
            if (type.equals("reaction")) {
                throw GraphRefusal.parameter("A reaction cannot have a context.");
            }
        }
        return type;
    }

    static void product(Fields body) {
        if (!body.has("messaging_product")) {
            throw GraphRefusal.parameter("The parameter messaging_product is required.");
        }
        if (!"whatsapp".equals(body.raw("messaging_product"))) {
            throw GraphRefusal.parameter("Param messaging_product must be one of {WHATSAPP}.");
        }
    }

    /** Checks the object of the type. */
    OutboundContent content(Fields body, String type) {
        switch (type) {
            case "text":
                return text(body.object(type));
            case "location":
                return location(body.object(type));
            case "contacts":
                return contacts(body.objects(type, 1, 257, INVALID), body.values());
            case "reaction":
                return reaction(body.object(type));
            case "interactive":
                return new InteractiveCheck(media).check(body.object(type));
            case "template":
                return new TemplateCheck(number, media).check(body.object(type));
            default:
                return media(body.object(type), type);
        }
    }

    private static OutboundContent text(Fields text) {
        text.only("body", "preview_url").optionalFlag("preview_url");
        return OutboundContent.of("text", text.values(), text.text("body", 4096, 100));
    }

    private OutboundContent media(Fields object, String type) {
        switch (type) {
            case "document" -> object.only("id", "link", "caption", "filename");
            case "audio" -> object.only("id", "link", "voice");
            case "sticker" -> object.only("id", "link");
            default -> object.only("id", "link", "caption");
        }
        String caption = object.optionalText("caption", 1024, 100);
        object.optionalText("filename", 240, 100);
        boolean voice = Boolean.TRUE.equals(object.optionalFlag("voice"));
        return media.attach(
                OutboundContent.of(type, object.values(), caption == null ? "" : caption), object, type, voice);
    }

    static OutboundContent location(Fields location) {
        location.only("latitude", "longitude", "name", "address");
        double latitude = location.number("latitude", -90, 90);
        double longitude = location.number("longitude", -180, 180);
        String name = location.optionalText("name");
        location.optionalText("address");
        return OutboundContent.of(
                "location", location.values(), (name == null ? "" : name + " ") + latitude + "," + longitude);
    }

    private static OutboundContent reaction(Fields reaction) {
        reaction.only("message_id", "emoji").text("message_id");
        return OutboundContent.of("reaction", reaction.values(), reaction.text("emoji"));
    }

    private static OutboundContent contacts(List<Fields> contacts, Map<String, Object> body) {
        StringBuilder names = new StringBuilder();
        for (Fields contact : contacts) {
            contact.only("name", "birthday", "org", "phones", "emails", "addresses", "urls");
            Fields name = contact.object("name")
                    .only("formatted_name", "first_name", "last_name", "middle_name", "suffix", "prefix");
            names.append(names.length() == 0 ? "" : ", ").append(name.text("formatted_name"));
            if (name.values().size() < 2) {
                throw GraphRefusal.of(
                        131008, "At least one of first_name, last_name, middle_name, suffix, prefix is required.");
            }
            name.values().keySet().forEach(name::text);
            String birthday = contact.optionalText("birthday");
            if (birthday != null && !birthday.matches("\\d{4}-\\d{2}-\\d{2}")) {
                throw GraphRefusal.of(INVALID, "Param " + contact.at("birthday") + " must be YYYY-MM-DD.");
            }
            Fields org = contact.optionalObject("org");
            if (org != null) {
                texts(org, "company", "department", "title");
            }
            contact.objects("phones").forEach(p -> texts(p, "phone", "type", "wa_id"));
            contact.objects("emails").forEach(e -> texts(e, "email", "type"));
            contact.objects("urls").forEach(u -> texts(u, "url", "type"));
            contact.objects("addresses")
                    .forEach(a -> texts(a, "street", "city", "state", "zip", "country", "country_code", "type"));
        }
        return OutboundContent.of("contacts", Trees.of("contacts", body.get("contacts")), names.toString());
    }

    private static void texts(Fields fields, String... names) {
        fields.only(names);
        for (String name : names) {
            fields.optionalText(name);
        }
    }
}
