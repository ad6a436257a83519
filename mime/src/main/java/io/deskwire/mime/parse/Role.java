package io.deskwire.mime.parse;

import io.deskwire.mime.repair.Repairs;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a leaf is to a reader. */
enum Role {
    TEXT,
    HTML,
    ATTACHMENT,
    LEFT_OUT;

    /**
     * Gives each leaf of one message its role, in order. Looks at headers alone, so that a second reading of the same bytes
     * ends in the same attachments as the first.
     */
    static final class Giver {
        private static final Set<String> FILES = Set.of(
                "text/html",
                "text/calendar",
                "text/x-vcalendar",
                "text/vcard",
                "text/x-vcard",
                "text/directory",
                "text/csv",
                "text/tab-separated-values",
                "text/rtf",
                "text/xml",
                "text/css",
                "text/javascript",
                "text/rfc822-headers",
                "text/x-amp-html");

        private final Repairs repairs;
        private boolean bodySeen;

        Giver(Repairs repairs) {
            this.repairs = repairs;
        }

        /** Whether there was a text so far. */
        boolean bodySeen() {
            return bodySeen;
        }

        Role of(Leaf leaf) {
            Role role = wanted(leaf);
            bodySeen |= role == TEXT || role == HTML;
            return role;
        }

        private Role wanted(Leaf leaf) {
            PartHeader header = leaf.header();
            String type = header.mediaType();
            boolean inAlternative = leaf.container() != null && leaf.container().is("alternative");
            if (isAttached(header.disposition())) {
                return ATTACHMENT;
            }
            boolean plain = type.equals("text/plain") || isReadAsPlain(leaf, inAlternative && bodySeen);
            if (plain || type.equals("text/html")) {
                boolean named = header.fileName() != null && !leaf.isRoot() && !inAlternative;
                if (named && (header.fileNameFromDisposition() || bodySeen)) {
                    return ATTACHMENT;
                }
                return plain ? TEXT : HTML;
            }
            if (inAlternative && isOtherRendering(type)) {
                repairs.note("alternative-left-out", type);
                return LEFT_OUT;
            }
            return ATTACHMENT;
        }

        /** The rich texts of before HTML, and as the whole message any text that is no file of a known kind. */
        private static boolean isReadAsPlain(Leaf leaf, boolean rendered) {
            String type = leaf.header().mediaType();
            if (EnrichedText.isOne(type)) {
                return !rendered;
            }
            // RFC 2046 section 4.1.4: what is unknown counts as plain.
            return leaf.isRoot()
                    && type.startsWith("text/")
                    && leaf.header().fileName() == null
                    && !FILES.contains(type);
        }

        private static boolean isAttached(@Nullable String disposition) {
            return disposition != null && (disposition.startsWith("attach") || disposition.equals("attachement"));
        }

        /** Forms of the same letter for other programs: AMP, watches, the rich text of before HTML. */
        private static boolean isOtherRendering(String type) {
            return type.equals("text/x-amp-html")
                    || type.equals("text/watch-html")
                    || type.equals("text/enriched")
                    || type.equals("text/richtext");
        }
    }
}
