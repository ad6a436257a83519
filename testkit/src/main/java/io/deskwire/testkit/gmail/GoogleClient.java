package io.deskwire.testkit.gmail;

import io.deskwire.config.Secret;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** An OAuth client, and the project it belongs to. Thread-safe. */
public final class GoogleClient {

    private final String id;
    private final Secret secret;
    private final String project;
    private final Set<String> redirects = new CopyOnWriteArraySet<>();

    GoogleClient(String id, Secret secret, String project) {
        this.id = id;
        this.secret = secret;
        this.project = project;
    }

    public String id() {
        return id;
    }

    /** The project whose topics it may watch with. */
    public String project() {
        return project;
    }

    /** Registers an address that consent may lead back to, byte for byte. */
    public GoogleClient withRedirect(String uri) {
        redirects.add(uri);
        return this;
    }

    boolean leadsBackTo(String uri) {
        return redirects.contains(uri);
    }

    boolean opensTo(String shown) {
        return secret.reveal().equals(shown);
    }
}
