package io.deskwire.mime.kind;

import io.deskwire.mime.header.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a report carries of the message it is about.
 *
 * @param messageId its Message-ID, or null
 * @param recipients whom it went to, by its own header
 */
record Returned(@Nullable String messageId, List<String> recipients) {

    private static final int MOST = 50;
    private static final Returned NOTHING = new Returned(null, List.of());

    Returned {
        recipients = List.copyOf(recipients);
    }

    /** The start of a returned message, or of its header alone. */
    static Returned of(@Nullable String text) {
        if (text == null) {
            return NOTHING;
        }
        List<Block> blocks = Block.all(text.stripLeading(), 1);
        if (blocks.isEmpty()) {
            return NOTHING;
        }
        Block header = blocks.get(0);
        List<String> recipients = new ArrayList<>();
        for (String name : new String[] {"x-hmxmroriginalrecipient", "to", "cc"}) {
            for (String value : header.all(name)) {
                addresses(value, recipients);
            }
            if (name.startsWith("x-") && !recipients.isEmpty()) {
                break;
            }
        }
        return new Returned(Ids.first(header.get("message-id")), recipients);
    }

    /** The one recipient it had, or null. */
    @Nullable String soleRecipient() {
        return recipients.size() == 1 ? recipients.get(0) : null;
    }

    private static void addresses(String value, List<String> into) {
        for (int at = value.indexOf('@'); at >= 0 && into.size() < MOST; at = value.indexOf('@', at + 1)) {
            String address = Mentions.addressAround(value, at);
            boolean known = address == null
                    || into.stream().anyMatch(a -> a.toLowerCase(Locale.ROOT).equals(address.toLowerCase(Locale.ROOT)));
            if (!known && address != null) {
                into.add(address);
            }
        }
    }
}
