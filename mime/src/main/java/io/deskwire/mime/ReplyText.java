package io.deskwire.mime;

import io.deskwire.mime.html.HtmlTree;
import io.deskwire.mime.repair.Repairs;
import io.deskwire.mime.reply.ReplyExtraction;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a person wrote this time, without what the mail program quoted below and without signature, mobile footer and legal footer. */
public final class ReplyText {

    private ReplyText() {}

    /** The reply in a plain text; the whole of it where no quote is found; null only when the text is blank. */
    public static @Nullable String ofText(String text) {
        return new ReplyExtraction(Set.of(), true).ofText(text).text();
    }

    /**
     * The reply in an HTML body, as plain text.
     *
     * @param html untrusted HTML
     * @param text the message's plain text, used when nothing can be read from the HTML
     */
    public static @Nullable String ofHtml(String html, String text) {
        int maxTags = MimeLimits.defaults().maxHtmlTags();
        return new ReplyExtraction(Set.of(), true)
                .ofHtml(() -> HtmlTree.parse(html, maxTags, new Repairs()), text)
                .text();
    }
}
