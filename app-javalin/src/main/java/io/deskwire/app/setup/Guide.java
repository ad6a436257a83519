package io.deskwire.app.setup;

import java.util.List;
import java.util.Map;

/**
 * How to set up channels of one provider, in words of ours.
 *
 * @param id names the guide; a provider with several flavours has several guides
 * @param provider type id as in tenants' documents
 * @param name as people call it
 * @param fixed what the document holds whatever is entered, such as the flavour
 * @param parts what to do at the provider, in order
 * @param fields what to enter, in order
 */
public record Guide(
        String id,
        String provider,
        String name,
        String summary,
        Map<String, Object> fixed,
        List<Part> parts,
        List<Field> fields) {

    public Guide {
        fixed = Map.copyOf(fixed);
        parts = List.copyOf(parts);
        fields = List.copyOf(fields);
    }

    /**
     * One thing to do.
     *
     * @param lines paragraphs
     * @param copies what to copy to the provider
     */
    public record Part(String title, List<String> lines, List<Copy> copies) {
        public Part {
            lines = List.copyOf(lines);
            copies = List.copyOf(copies);
        }
    }

    /** A value to copy, with its places filled in. */
    public record Copy(String label, String value) {}

    /** What stands in a field. */
    public enum Kind {
        TEXT,
        LONG_TEXT,
        SECRET,
        LONG_SECRET,
        NUMBER,
        BOOL,
        CHOICE;

        /** Whether it is written and never shown. */
        public boolean isSecret() {
            return this == SECRET || this == LONG_SECRET;
        }
    }

    /** When a field that was left empty is filled with the webhook's address. */
    public enum Fill {
        NEVER,
        /** When providers can reach this server, over https. */
        HTTPS,
        ALWAYS
    }

    /**
     * One field of the document.
     *
     * @param name in the document's {@code config}
     * @param help where it is found, or what an empty one means; may be empty
     * @param advanced whether most channels do without it
     * @param choices the words to choose from; empty for other kinds
     */
    public record Field(
            String name,
            String label,
            Kind kind,
            boolean required,
            String help,
            boolean advanced,
            List<String> choices,
            Fill fill) {
        public Field {
            choices = List.copyOf(choices);
        }
    }
}
