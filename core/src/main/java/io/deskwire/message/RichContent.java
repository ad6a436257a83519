package io.deskwire.message;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an outbound message carries besides, or instead of, text and files. Not every channel can send every kind. */
public sealed interface RichContent {

    /**
     * A message whose wording the provider approved before. A media header takes the message's first attachment, or
     * {@code headerLink}.
     *
     * @param name the template's name
     * @param language its language code, exactly as approved
     * @param parameters values of the body's variables
     * @param header values of a text header's variables; for a location header latitude, longitude, name and address
     * @param headerLink public address of a media header's file, or null
     * @param buttons values of buttons' variables
     */
    record Template(
            String name,
            String language,
            List<Parameter> parameters,
            List<Parameter> header,
            @Nullable String headerLink,
            List<Button> buttons)
            implements RichContent {
        public Template {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(language, "language");
            parameters = List.copyOf(parameters);
            header = List.copyOf(header);
            buttons = List.copyOf(buttons);
        }

        /** A template with values for its body alone, in order. */
        public static Template of(String name, String language, List<String> parameters) {
            return new Template(
                    name,
                    language,
                    parameters.stream().map(Parameter::positional).toList(),
                    List.of(),
                    null,
                    List.of());
        }
    }

    /**
     * One variable's value.
     *
     * @param name the variable's name, or null for the next one in order
     * @param value what stands in its place
     */
    record Parameter(@Nullable String name, String value) {
        public Parameter {
            Objects.requireNonNull(value, "value");
        }

        /** The next value in order. */
        public static Parameter positional(String value) {
            return new Parameter(null, value);
        }
    }

    /**
     * The value of a button's variable: the end of its address, a quick reply's payload, a code to copy.
     *
     * @param index which of the template's buttons, from 0
     */
    record Button(int index, String value) {
        public Button {
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * An emoji on one of the customer's messages.
     *
     * @param messageId our id of that message
     * @param targetId the network's id of it
     * @param emoji the emoji, or null to take it away
     */
    record Reaction(
            String messageId, String targetId, @Nullable String emoji) implements RichContent {
        public Reaction {
            Objects.requireNonNull(messageId, "messageId");
            Objects.requireNonNull(targetId, "targetId");
        }
    }

    /**
     * Text with buttons or a list to choose from.
     *
     * @param document the provider's own object, such as WhatsApp's {@code interactive}; texts, numbers, maps, lists
     */
    record Interactive(Map<String, Object> document) implements RichContent {
        public Interactive {
            Objects.requireNonNull(document, "document");
        }
    }

    /**
     * A place.
     *
     * @param latitude degrees north
     * @param longitude degrees east
     * @param name what it is called, or null
     * @param address where it is, in words, or null
     */
    record Location(
            double latitude,
            double longitude,
            @Nullable String name,
            @Nullable String address) implements RichContent {
        public Location {
            if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
                throw new IllegalArgumentException("latitude is from -90 to 90, longitude from -180 to 180");
            }
        }
    }

    /**
     * Contact cards.
     *
     * @param cards each the provider's own object
     */
    record Contacts(List<Map<String, Object>> cards) implements RichContent {
        public Contacts {
            cards = List.copyOf(cards);
        }
    }
}
