package io.deskwire.testkit.whatsapp;

import java.net.URI;
import java.util.Optional;

/** What a request says about a file: an id from an upload, or a link; never both. */
final class MediaReferences {

    private final SimulatedNumber number;

    MediaReferences(SimulatedNumber number) {
        this.number = number;
    }

    /** Adds the file that an object with {@code id} or {@code link} names; one that will not do makes the message fail. */
    OutboundContent attach(OutboundContent content, Fields object, String kind, boolean voice) {
        String id = object.optionalText("id");
        String link = object.optionalText("link");
        if ((id == null) == (link == null)) {
            throw GraphRefusal.parameter(
                    "Exactly one of " + object.at("id") + " and " + object.at("link") + " must be given.");
        }
        if (link != null) {
            requireWebAddress(object.at("link"), link);
            return content.withMedia(null, link);
        }
        MediaShelf.Shelved medium = number.state()
                .media()
                .find(String.valueOf(id))
                .filter(m -> m.owner() == number)
                .orElseThrow(() -> GraphRefusal.of(
                        131009,
                        "Param " + object.at("id") + " is not a media id of this phone number, or it has expired."));
        OutboundContent complete = content.withMedia(medium.file(), null);
        if (medium.fault() != null) {
            complete = complete.failing(131053, medium.fault());
        }
        Optional<String> misfit = MediaRules.sendFault(kind, medium.file(), voice);
        return misfit.isPresent() ? complete.failing(131053, misfit.get()) : complete;
    }

    static void requireWebAddress(String place, String link) {
        try {
            URI uri = URI.create(link);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw GraphRefusal.parameter("Param " + place + " is not a valid URL.");
    }
}
