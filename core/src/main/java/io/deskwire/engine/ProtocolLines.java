package io.deskwire.engine;

import io.deskwire.channel.ProtocolLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The last lines of one channel, in this process' memory. What adapters note holds nothing private; what looks like an address
 * is taken out all the same, since reasons quote what servers say.
 */
final class ProtocolLines implements ProtocolLog {

    private static final int MOST = 200;
    private static final int LONGEST = 240;
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"'(),;:]*(?:@|%40)[^\\s<>\"'(),;:]*");

    private final InstantSource clock;
    private final Deque<Channels.ProtocolLine> lines = new ArrayDeque<>();

    ProtocolLines(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void note(String line) {
        Instant now = clock.instant();
        String text = ADDRESS.matcher(line.replaceAll("\\p{Cntrl}+", " ")).replaceAll("…@…");
        Channels.ProtocolLine kept =
                new Channels.ProtocolLine(now, text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
        synchronized (lines) {
            if (lines.size() == MOST) {
                lines.removeLast();
            }
            lines.addFirst(kept);
        }
    }

    /** The newest first. */
    List<Channels.ProtocolLine> lines() {
        synchronized (lines) {
            return new ArrayList<>(lines);
        }
    }
}
