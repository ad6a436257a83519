package io.deskwire.app.console;

import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelState.Status;
import io.deskwire.channel.Consent;
import io.deskwire.engine.Channels;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the buttons that connect channels' accounts say.
 *
 * @param labels by channel id; channels that sign in another way have none
 * @param providers the addresses that the buttons lead to
 */
record ConnectButtons(Map<String, String> labels, Set<URI> providers) {

    ConnectButtons {
        labels = Map.copyOf(labels);
        providers = Set.copyOf(providers);
    }

    static ConnectButtons of(Channels channels, String tenantId) {
        Map<String, String> labels = new HashMap<>();
        Set<URI> providers = new HashSet<>();
        for (Channels.View view : channels.list(tenantId)) {
            String id = view.config().channelId();
            Optional<Consent> consent = channels.consent(tenantId, id);
            if (consent.isPresent()) {
                labels.put(id, label(view));
                providers.add(consent.get().terms().authorizeUrl());
            }
        }
        return new ConnectButtons(labels, providers);
    }

    private static String label(Channels.View view) {
        ChannelState state = view.state();
        boolean refused = state.inbound().status() == Status.AUTH_ERROR
                || state.outbound().status() == Status.AUTH_ERROR;
        boolean before = view.config().config().containsKey("refresh_token");
        return refused && before ? "Connect again" : "Connect account";
    }

    /** Where the forms may lead: to the providers, and from there straight back. */
    Set<String> origins(String publicUrl) {
        Set<String> origins = new HashSet<>();
        providers.forEach(provider -> origins.add(Protection.origin(provider)));
        origins.add(Protection.origin(URI.create(publicUrl)));
        return origins;
    }
}
