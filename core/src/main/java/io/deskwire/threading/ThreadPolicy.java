package io.deskwire.threading;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.SettingsReader;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant wants of a channel's conversations.
 *
 * @param quiet a contact's conversation that was silent for longer than this is not continued by a message that names no
 *     other; null when it always is
 * @param closedContinues whether a message that belongs to a finished ticket opens it again; else it opens a new one
 */
public record ThreadPolicy(@Nullable Duration quiet, boolean closedContinues) {

    private static final int DEFAULT_QUIET_HOURS = 7 * 24;

    /** Reads {@code conversation_quiet_hours} (168 by default, 0 for no limit) and {@code closed_tickets} of a document. */
    public static ThreadPolicy of(ChannelConfig channel) {
        SettingsReader settings = new SettingsReader(channel.config(), "config");
        int hours = settings.integer("conversation_quiet_hours", DEFAULT_QUIET_HOURS, 0, Integer.MAX_VALUE);
        String closed = settings.choice("closed_tickets", "reopen", Set.of("reopen", "new"));
        return new ThreadPolicy(hours == 0 ? null : Duration.ofHours(hours), closed.equals("reopen"));
    }

    /** For a channel whose document is gone. */
    public static ThreadPolicy standard() {
        return new ThreadPolicy(Duration.ofHours(DEFAULT_QUIET_HOURS), true);
    }
}
