package io.deskwire.mime;

import io.deskwire.mime.compose.ReplyMark;

/** HTML on its way out. */
public final class OutboundHtml {

    private OutboundHtml() {}

    /**
     * The HTML with the mark by which {@link ReplyText} knows our words again in the customer's answer, whatever program
     * quotes them. {@link MimeComposer} puts it there itself; channels that hand HTML to a provider call this. Marked HTML stays
     * as it is. Nothing of the mark is seen.
     *
     * @param html a document or a part of one
     */
    public static String marked(String html) {
        return ReplyMark.in(html);
    }
}
