package io.deskwire.testkit.whatsapp;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A WhatsApp Business Account: its templates and its subscription to webhooks. */
final class Account {

    private final String id;
    private final SimulatedTemplates templates;
    private volatile @Nullable URI override;
    private volatile boolean subscribed;

    Account(String id, SimulatorState state) {
        this.id = id;
        this.templates = new SimulatedTemplates(id, state);
    }

    String id() {
        return id;
    }

    SimulatedTemplates templates() {
        return templates;
    }

    @Nullable URI override() {
        return override;
    }

    boolean subscribed() {
        return subscribed;
    }

    void subscribe() {
        subscribed = true;
    }

    void override(@Nullable URI url) {
        override = url;
    }

    void unsubscribe() {
        subscribed = false;
        override = null;
    }
}
