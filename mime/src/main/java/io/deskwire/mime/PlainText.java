package io.deskwire.mime;

import io.deskwire.mime.charset.MailCharsets;
import io.deskwire.mime.html.HtmlText;
import io.deskwire.mime.repair.Repairs;
import org.jspecify.annotations.Nullable;

/** Plain text from what is none yet. */
public final class PlainText {

    private PlainText() {}

    /** HTML as text that a person would accept: paragraphs, lists, tables, links, quotes. Never fails. */
    public static String ofHtml(String html) {
        return new HtmlText(MimeLimits.defaults().maxHtmlTags(), new Repairs()).of(html);
    }

    /**
     * Bytes as text.
     *
     * @param charset the label they came with, as mail programs write it: it may be unknown or wrong; null when there is none
     */
    public static String decode(byte[] bytes, @Nullable String charset) {
        return MailCharsets.decode(bytes, bytes.length, charset, new Repairs());
    }
}
