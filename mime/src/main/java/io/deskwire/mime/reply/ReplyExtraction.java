package io.deskwire.mime.reply;

import io.deskwire.mime.html.HtmlText;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** What was written this time. The whole text where no quote is found or where nothing but quotes would be left. */
public final class ReplyExtraction {

    private ReplyExtraction() {}

    /** From plain text; null only when there is no text. */
    public static @Nullable String ofText(String text) {
        if (text.isBlank()) {
            return null;
        }
        String reply = PlainReply.of(text);
        return reply.isBlank() ? text : reply;
    }

    /**
     * From HTML by its structure, then from what is left as plain text.
     *
     * @param tree the parsed HTML; quotes are taken out of it
     * @param text the message's text, for when nothing but quotes is in the HTML
     */
    public static @Nullable String ofHtml(Document tree, String text) {
        HtmlReply.cut(tree);
        String own = HtmlText.of(tree);
        String reply = own.isBlank() ? "" : PlainReply.of(own);
        return reply.isBlank() ? ofText(text) : reply;
    }
}
