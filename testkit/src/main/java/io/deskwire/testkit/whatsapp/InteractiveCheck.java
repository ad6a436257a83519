package io.deskwire.testkit.whatsapp;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks {@code interactive}: reply buttons, lists, links, location requests. */
final class InteractiveCheck {

    private static final int INVALID = 131009;

    private final MediaReferences media;

    InteractiveCheck(MediaReferences media) {
        this.media = media;
    }

    OutboundContent check(Fields interactive) {
        String type = interactive.oneOf("type", INVALID, "button", "list", "cta_url", "location_request_message");
        boolean location = type.equals("location_request_message");
        if (location) {
            interactive.only("type", "body", "action");
        } else {
            interactive.only("type", "header", "body", "footer", "action");
        }
        String text = interactive.object("body").only("text").text("text", 1024, INVALID);
        Fields footer = interactive.optionalObject("footer");
        if (footer != null) {
            footer.only("text").text("text", 60, INVALID);
        }
        Fields action = interactive.object("action");
        switch (type) {
            case "button" -> buttons(action);
            case "list" -> list(action);
            case "cta_url" -> link(action);
            default -> {
                if (!"send_location".equals(action.only("name").text("name"))) {
                    throw GraphRefusal.of(INVALID, "Param " + action.at("name") + " must be send_location.");
                }
            }
        }
        OutboundContent content = OutboundContent.of("interactive", interactive.values(), text);
        Fields header = interactive.optionalObject("header");
        return header == null ? content : header(content, header, type.equals("list"));
    }

    private OutboundContent header(OutboundContent content, Fields header, boolean ofList) {
        String type = ofList
                ? header.oneOf("type", INVALID, "text")
                : header.oneOf("type", INVALID, "text", "image", "video", "document");
        header.only("type", type);
        if (type.equals("text")) {
            header.text("text", 60, INVALID);
            return content;
        }
        Fields file = header.object(type);
        if (type.equals("document")) {
            file.only("id", "link", "filename");
        } else {
            file.only("id", "link");
        }
        return media.attach(content, file, type, false);
    }

    private static void buttons(Fields action) {
        List<Fields> buttons = action.only("buttons").objects("buttons", 1, 3, INVALID);
        Set<String> ids = new HashSet<>();
        Set<String> titles = new HashSet<>();
        for (Fields button : buttons) {
            button.only("type", "reply").oneOf("type", INVALID, "reply");
            Fields reply = button.object("reply").only("id", "title");
            unique(ids, reply.text("id", 256, INVALID), reply.at("id"));
            unique(titles, reply.text("title", 20, INVALID), reply.at("title"));
        }
    }

    private static void list(Fields action) {
        action.only("button", "sections").text("button", 20, INVALID);
        List<Fields> sections = action.objects("sections", 1, 10, INVALID);
        Set<String> ids = new HashSet<>();
        int rows = 0;
        for (Fields section : sections) {
            section.only("title", "rows");
            if (section.optionalText("title", 24, INVALID) == null && sections.size() > 1) {
                throw GraphRefusal.of(131008, "The parameter " + section.at("title") + " is required.");
            }
            for (Fields row : section.objects("rows", 1, 10, INVALID)) {
                row.only("id", "title", "description");
                unique(ids, row.text("id", 200, INVALID), row.at("id"));
                row.text("title", 24, INVALID);
                row.optionalText("description", 72, INVALID);
                rows++;
            }
        }
        if (rows > 10) {
            throw GraphRefusal.of(INVALID, "Total row count exceeds the maximum of 10.");
        }
    }

    private static void link(Fields action) {
        action.only("name", "parameters").oneOf("name", INVALID, "cta_url");
        Fields parameters = action.object("parameters").only("display_text", "url");
        parameters.text("display_text", 20, INVALID);
        MediaReferences.requireWebAddress(parameters.at("url"), parameters.text("url"));
    }

    private static void unique(Set<String> seen, String value, String place) {
        if (!seen.add(value)) {
            throw GraphRefusal.of(INVALID, "Param " + place + " is a duplicate.");
        }
    }
}
