package io.deskwire.testkit.whatsapp;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a checked request wants to be sent.
 *
 * @param type Meta's type
 * @param body the object of the type, as it was sent
 * @param text what a person reads
 * @param media the file, when it is here already
 * @param link where the file is, when it is a link
 * @param template the template's name
 * @param category the category of the template; null for free-form messages
 * @param fault the code of the failure that will follow; 0 for none
 * @param faultDetails what is said about it
 */
record OutboundContent(
        String type,
        Map<String, Object> body,
        String text,
        @Nullable MediaFile media,
        @Nullable String link,
        @Nullable String template,
        @Nullable String category,
        int fault,
        String faultDetails) {

    static OutboundContent of(String type, Map<String, Object> body, String text) {
        return new OutboundContent(type, body, text, null, null, null, null, 0, "");
    }

    OutboundContent withMedia(@Nullable MediaFile file, @Nullable String newLink) {
        return new OutboundContent(type, body, text, file, newLink, template, category, fault, faultDetails);
    }

    OutboundContent ofTemplate(String name, String itsCategory) {
        return new OutboundContent(type, body, text, media, link, name, itsCategory, fault, faultDetails);
    }

    /** With a failure to come; the first one counts. */
    OutboundContent failing(int code, String details) {
        return fault != 0
                ? this
                : new OutboundContent(type, body, text, media, link, template, category, code, details);
    }
}
