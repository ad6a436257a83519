package io.deskwire.rules;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads channels' rules, and keeps those of the channels that were asked for last. Thread-safe. */
public final class Rulebooks {

    private static final int KEPT = 1_000;

    private final Expressions expressions;
    private final Map<Key, Read> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Read> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * @param expressions compiles what stands under {@code matches}
     */
    public Rulebooks(Expressions expressions) {
        this.expressions = expressions;
    }

    private record Key(String tenantId, String channelId) {}

    private record Read(Map<String, Object> document, Rulebook.Reading reading) {}

    /** The rules of a channel as its document stands now. */
    public Rulebook.Reading of(ChannelConfig channel) {
        Key key = new Key(channel.tenantId(), channel.channelId());
        Map<String, Object> document = channel.parserConfig();
        synchronized (kept) {
            Read read = kept.get(key);
            if (read != null && read.document().equals(document)) {
                return read.reading();
            }
        }
        Rulebook.Reading reading = read(document);
        synchronized (kept) {
            kept.put(key, new Read(document, reading));
        }
        return reading;
    }

    /** Reads a document that belongs to no channel yet. */
    public Rulebook.Reading read(Map<String, Object> document) {
        return Rulebook.read(document, expressions);
    }

    /** Everything wrong with a channel's rules. */
    public List<ConfigProblem> check(ChannelConfig channel) {
        return of(channel).problems();
    }
}
