package io.deskwire.app.oauth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An account is not connected, and nothing was stored. Text and title are for the person; they may quote the provider. */
public final class ConsentRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final @Nullable String tenantId;

    ConsentRefusal(int status, String title, String text, @Nullable String tenantId) {
        // Without a stack trace: it says what a person or provider did.
        super(text, null, false, false);
        this.status = status;
        this.title = title;
        this.tenantId = tenantId;
    }

    /** The HTTP status that fits. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The sentences that say why, and what to do. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** Whose channel it was about, where that is known for certain. */
    public Optional<String> tenantId() {
        return Optional.ofNullable(tenantId);
    }
}
