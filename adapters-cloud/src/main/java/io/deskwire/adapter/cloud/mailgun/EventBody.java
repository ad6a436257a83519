package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.ChannelMark;
import io.deskwire.adapter.cloud.common.ContentBody;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event as Mailgun posts it: a signature, and the event's data. */
record EventBody(Map<String, Object> tree) {

    /** The format of events; the bytes are the JSON as posted. */
    static final String FORMAT = "mailgun-event";

    /** Events have a few kilobytes. */
    static final int LARGEST = 1 << 20;

    /** Reads it; empty when it is too large or no JSON object. */
    static Optional<EventBody> read(Content body) throws IOException {
        Optional<byte[]> bytes = ContentBody.small(body, LARGEST);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EventBody(Json.lenient().parseObject(bytes.get())));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    SignedToken signed() {
        Map<String, Object> block = Tree.object(tree, "signature");
        List<String> signatures = new ArrayList<>();
        // A sub-account's event is signed with the parent's key too.
        for (String name : List.of("signature", "parent-signature")) {
            if (block.get(name) instanceof String signature) {
                signatures.add(signature);
            }
        }
        String token = block.get("token") instanceof String text ? text : null;
        return new SignedToken(timestamp(block.get("timestamp")), token, signatures);
    }

    private static @Nullable String timestamp(@Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return number.precision() - number.scale() > 20
                    ? null
                    : number.toBigInteger().toString();
        }
        return value instanceof String || value instanceof Number ? value.toString() : null;
    }

    Map<String, Object> data() {
        return Tree.object(tree, "event-data");
    }

    /** The mark of the channel that sent what the event is about; null for what nobody marked. */
    @Nullable String channelMark() {
        return ChannelMark.read(Tree.word(Tree.object(data(), "user-variables"), ChannelMark.NAME));
    }
}
