package io.deskwire.adapter.graph;

import io.deskwire.channel.ChannelMemory;
import io.deskwire.work.StoreUnavailableException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which attempts are noted without a known end. A person may settle one, of which no adapter hears: its note is forgotten when
 * it is old, or when there are very many younger ones.
 */
final class OpenAttempts {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAttempts.class);

    /** The name of the list. */
    static final String NAME = "attempts";

    static final Duration KEPT = Duration.ofDays(30);
    static final int MOST = 500;
    private static final Duration RENEWED = Duration.ofDays(1);

    private final ChannelMemory memory;
    private final GraphSettings settings;
    private final InstantSource clock;

    OpenAttempts(ChannelMemory memory, GraphSettings settings, InstantSource clock) {
        this.memory = memory;
        this.settings = settings;
        this.clock = clock;
    }

    /** An attempt was asked about again, and its end is still not known. */
    synchronized void seen(String note) {
        try {
            Instant now = clock.instant();
            Map<String, Instant> open = read();
            Instant last = open.get(note);
            if (last != null && now.isBefore(last.plus(RENEWED))) {
                return;
            }
            // To the end: the oldest come first.
            open.remove(note);
            open.put(note, now);
            forgetOld(open, now.minus(KEPT));
            write(open);
        } catch (StoreUnavailableException e) {
            LOG.debug("an attempt could not be listed among those without a known end");
        }
    }

    private void forgetOld(Map<String, Instant> open, Instant oldest) {
        Iterator<Map.Entry<String, Instant>> entries = open.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Instant> entry = entries.next();
            if (open.size() > MOST || entry.getValue().isBefore(oldest)) {
                memory.put(settings.tenantId(), settings.channelId(), entry.getKey(), null);
                entries.remove();
            }
        }
    }

    private Map<String, Instant> read() {
        Map<String, Instant> open = new LinkedHashMap<>();
        String text =
                memory.find(settings.tenantId(), settings.channelId(), NAME).orElse("");
        text.lines().forEach(line -> {
            String[] parts = line.split(" ", 2);
            try {
                open.put(parts[parts.length - 1], Instant.parse(parts[0]));
            } catch (DateTimeException e) {
                LOG.debug("an unreadable line about an attempt is left out");
            }
        });
        return open;
    }

    private void write(Map<String, Instant> open) {
        StringBuilder text = new StringBuilder();
        open.forEach((note, at) -> text.append(at).append(' ').append(note).append('\n'));
        memory.put(settings.tenantId(), settings.channelId(), NAME, text.toString());
    }
}
