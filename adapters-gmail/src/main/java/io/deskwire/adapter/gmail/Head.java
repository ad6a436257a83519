package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.model.Message;
import com.google.api.services.gmail.model.MessagePartHeader;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Gmail says about a message without its content.
 *
 * @param labels ids of the labels that it bears now
 * @param receivedAt when Gmail took it, or null
 * @param history the id of its last change, or null
 * @param fields values of header fields by lower-case name
 */
record Head(
        Set<String> labels,
        @Nullable Instant receivedAt,
        @Nullable BigInteger history,
        Map<String, List<String>> fields) {

    /** The header fields that are asked for. */
    static final List<String> FIELDS = List.of("From", "Reply-To", "To", "Cc", "Bcc", ComposedMail.OWN_ID);

    Head {
        labels = Set.copyOf(labels);
        fields = Map.copyOf(fields);
    }

    static Head of(Message message) {
        Map<String, List<String>> fields = new HashMap<>();
        if (message.getPayload() != null && message.getPayload().getHeaders() != null) {
            for (MessagePartHeader header : message.getPayload().getHeaders()) {
                if (header.getName() != null && header.getValue() != null) {
                    fields.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                            .add(header.getValue());
                }
            }
        }
        Long at = message.getInternalDate();
        return new Head(
                Mail.labels(message.getLabelIds()),
                at == null ? null : Instant.ofEpochMilli(at),
                message.getHistoryId(),
                fields);
    }

    /** The values of a field. */
    List<String> field(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }
}
