package io.deskwire.app.http;

import io.deskwire.app.ChannelDocuments;
import io.deskwire.app.ServerContext;
import io.deskwire.config.ChannelConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A channel's document as somebody sends it: in a call, in the console, or out of a version. */
public final class ChannelBody {

    private static final Set<String> WRITABLE =
            Set.of("provider", "config", "ticket_address", "parser_config", "is_active");

    private final Fields body;
    private final ChannelConfig wanted;
    private final boolean whole;

    private ChannelBody(Fields body, ChannelConfig wanted, boolean whole) {
        this.body = body;
        this.wanted = wanted;
        this.whole = whole;
    }

    /** Reads it; what is wrong with it is told when it is saved. */
    public static ChannelBody of(String tenant, String channel, Map<String, Object> tree) {
        Fields body = new Fields(tree);
        Set<String> known = new TreeSet<>(WRITABLE);
        known.addAll(ChannelJson.READ_ONLY);
        body.allowOnly(known);
        String provider = body.requiredText("provider");
        Map<String, Object> config = body.object("config");
        if (config == null && !body.has("config")) {
            body.problem("config", "is required");
        }
        Map<String, Object> parserConfig = body.object("parser_config");
        ChannelConfig wanted = new ChannelConfig(
                tenant,
                channel,
                provider,
                config == null ? Map.of() : config,
                ticketAddress(body),
                parserConfig == null ? Map.of() : parserConfig,
                body.bool("is_active", true),
                List.of());
        return new ChannelBody(body, wanted, config != null);
    }

    private static @Nullable String ticketAddress(Fields body) {
        String text = body.text("ticket_address");
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** Creates or replaces the channel, unless anything is wrong. */
    public ChannelDocuments.Saved save(ServerContext context) {
        return new ChannelDocuments(context.deskwire().channels(), context.config())
                .save(wanted, body.problems(), whole);
    }
}
