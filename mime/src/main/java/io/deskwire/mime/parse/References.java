package io.deskwire.mime.parse;

import io.deskwire.message.ThreadHeaders;
import io.deskwire.mime.header.Fields;
import io.deskwire.mime.header.Ids;
import java.util.ArrayList;
import java.util.List;

/** Ids that tie a message to others (RFC 5322 section 3.6.4). */
final class References {

    private static final int MOST = 100;

    private References() {}

    static ThreadHeaders of(Fields fields, java.util.Map<String, String> meta) {
        String own = Ids.first(fields.first("message-id"));
        return new ThreadHeaders(
                own,
                ids(fields.all("in-reply-to")),
                ids(fields.all("references")),
                meta.get("provider_message_id"),
                meta.get("provider_thread_id"));
    }

    private static List<String> ids(List<String> values) {
        List<String> out = new ArrayList<>();
        for (String value : values) {
            for (String id : Ids.all(value)) {
                if (!out.contains(id)) {
                    out.add(id);
                }
                if (out.size() > MOST) {
                    // The newest ancestors stand last and are worth most.
                    out.remove(0);
                }
            }
        }
        return out;
    }
}
