package io.deskwire.message;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message text that a provider approved, with variables to fill in.
 *
 * @param name its name; unique together with the language
 * @param language language code, exactly as approved ({@code en} is not {@code en_US})
 * @param status the provider's word in upper case; only {@code APPROVED} can be sent
 * @param category the provider's word in upper case, such as {@code UTILITY}
 * @param quality the provider's word in upper case, or null
 * @param named whether variables have names; else they are numbered
 * @param header what stands above the text, or null
 * @param body the text with {@code {{…}}} where variables stand
 * @param variables names (or numbers) of the body's variables in order of first use
 * @param footer small text below, or null
 * @param buttons buttons in order
 */
public record MessageTemplate(
        String name,
        String language,
        String status,
        String category,
        @Nullable String quality,
        boolean named,
        @Nullable Header header,
        String body,
        List<String> variables,
        @Nullable String footer,
        List<Button> buttons) {
    public MessageTemplate {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(body, "body");
        variables = List.copyOf(variables);
        buttons = List.copyOf(buttons);
    }

    /** Whether it can be sent now. */
    public boolean isApproved() {
        return status.equals("APPROVED");
    }

    /**
     * What stands above the text.
     *
     * @param format {@code TEXT}, {@code IMAGE}, {@code VIDEO}, {@code DOCUMENT} or {@code LOCATION}
     * @param text the text of a text header, or null
     * @param variables its variables
     */
    public record Header(String format, @Nullable String text, List<String> variables) {
        public Header {
            Objects.requireNonNull(format, "format");
            variables = List.copyOf(variables);
        }

        /** Whether a file must be given with every message. */
        public boolean isMedia() {
            return format.equals("IMAGE") || format.equals("VIDEO") || format.equals("DOCUMENT");
        }
    }

    /**
     * A button.
     *
     * @param index from 0
     * @param type the provider's word in upper case, such as {@code URL} or {@code QUICK_REPLY}
     * @param text its label
     * @param needsValue whether a value must be given with every message
     */
    public record Button(int index, String type, String text, boolean needsValue) {
        public Button {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(text, "text");
        }
    }
}
