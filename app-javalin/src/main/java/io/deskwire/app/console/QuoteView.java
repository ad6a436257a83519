package io.deskwire.app.console;

import io.deskwire.message.RichContent;
import io.deskwire.threading.StoredMessage;

/**
 * The message that another one answers or reacts to.
 *
 * @param address where it stands on the page
 * @param author who wrote it
 * @param text its beginning
 */
record QuoteView(String address, String author, String text) {

    private static final int LONGEST = 120;

    static QuoteView of(StoredMessage message) {
        String author;
        String text;
        if (message instanceof StoredMessage.Inbound inbound) {
            author = Words.name(inbound.message().from());
            text = inbound.message().text();
        } else {
            StoredMessage.Outbound outbound = (StoredMessage.Outbound) message;
            RichContent rich = outbound.message().rich();
            author = Words.name(outbound.message().from());
            Chip chip = RichText.chip(rich);
            text = outbound.message().text().isBlank() && chip != null
                    ? chip.text()
                    : outbound.message().text();
        }
        String line = text.strip().replaceAll("\\s+", " ");
        return new QuoteView(
                "#message-" + message.id(),
                author,
                line.isEmpty()
                        ? "a message without text"
                        : line.length() > LONGEST
                                ? line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, LONGEST))) + "…"
                                : line);
    }
}
