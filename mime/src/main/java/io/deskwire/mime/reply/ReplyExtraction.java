package io.deskwire.mime.reply;

import io.deskwire.message.Body.Confidence;
import io.deskwire.mime.html.HtmlText;
import java.util.Set;
import java.util.function.Supplier;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** What was written this time. The whole text where no quote is found or where nothing but quotes would be left. */
public final class ReplyExtraction {

    /**
     * A reply.
     *
     * @param text what was written this time; null only when there is no text at all
     * @param confidence how sure that is
     */
    public record Reply(@Nullable String text, Confidence confidence) {}

    private static final Reply NOTHING = new Reply(null, Confidence.NONE);

    private final Set<String> ours;
    private final boolean answers;
    private final boolean forward;

    /**
     * @param ours addresses the message was sent to, lower-case
     * @param answers whether its header says that it answers another
     */
    public ReplyExtraction(Set<String> ours, boolean answers) {
        this(ours, answers, false);
    }

    /**
     * @param ours addresses the message was sent to, lower-case
     * @param answers whether its header says that it answers another
     * @param forward whether its subject says that it passes another on, which then is what it is about
     */
    public ReplyExtraction(Set<String> ours, boolean answers, boolean forward) {
        this.ours = ours;
        this.answers = answers;
        this.forward = forward;
    }

    /** From plain text. */
    public Reply ofText(String text) {
        if (text.isBlank()) {
            return NOTHING;
        }
        Found found = plain(text, Confidence.NONE);
        if (found.text().isBlank()) {
            return new Reply(text, Confidence.NONE);
        }
        if (isWhole(found, found.confidence() != Confidence.NONE)) {
            return new Reply(text.strip(), Confidence.LOW);
        }
        return new Reply(found.text(), confidence(found.confidence()));
    }

    /**
     * From HTML by its structure, then from what is left as plain text.
     *
     * @param trees gives the parsed HTML, a tree of its own each time; quotes are taken out of it
     * @param text the message's text, for when nothing but quotes is in the HTML
     */
    public Reply ofHtml(Supplier<Document> trees, String text) {
        for (boolean signatures : new boolean[] {true, false}) {
            // People write into the signature of their phone's program, so what is left without it decides.
            Document tree = trees.get();
            Confidence byStructure = HtmlReply.cut(tree, signatures);
            String own = HtmlText.of(tree);
            Found found = plain(own, byStructure);
            String reply = found.text();
            if (!reply.isBlank()
                    && isWhole(found, found.confidence() != Confidence.NONE || byStructure != Confidence.NONE)) {
                return new Reply(text.strip(), Confidence.LOW);
            }
            if (!reply.isBlank()) {
                Confidence surest = found.confidence().compareTo(byStructure) > 0 ? found.confidence() : byStructure;
                return new Reply(reply, confidence(surest));
            }
        }
        return ofText(text);
    }

    /** Whether what looks like a quote belongs to the letter: it is passed on, or answered within. */
    private boolean isWhole(Found found, boolean cut) {
        return found.forward() || (cut && (forward || (!found.below() && Inline.says(found.text()))));
    }

    private Found plain(String text, Confidence byStructure) {
        Found found = PlainReply.of(text, ours, false);
        boolean cited = !answers && byStructure == Confidence.NONE && !found.announced();
        if (cited && found.confidence() == Confidence.HIGH) {
            // A first letter cites something: that is part of what it says.
            return new Found(PlainReply.of(text, ours, true).text(), Confidence.LOW, false, false, false);
        }
        return found;
    }

    private Confidence confidence(Confidence found) {
        if (found != Confidence.NONE) {
            return found;
        }
        return answers ? Confidence.LOW : Confidence.HIGH;
    }
}
