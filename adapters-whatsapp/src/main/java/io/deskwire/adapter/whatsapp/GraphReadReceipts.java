package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.ReadReceipts;
import io.deskwire.failure.ChannelException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Blue ticks and the dots of somebody who writes. */
final class GraphReadReceipts implements ReadReceipts {

    private final ProviderApi api;
    private final GraphPaths paths;

    GraphReadReceipts(ProviderApi api, GraphPaths paths) {
        this.api = api;
        this.paths = paths;
    }

    @Override
    public void read(String providerMessageId, boolean typing) throws ChannelException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("messaging_product", "whatsapp");
        body.put("status", "read");
        body.put("message_id", providerMessageId);
        if (typing) {
            body.put("typing_indicator", Map.of("type", "text"));
        }
        api.post(paths.messages(), body);
    }
}
