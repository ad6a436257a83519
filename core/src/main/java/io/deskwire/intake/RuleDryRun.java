package io.deskwire.intake;

import io.deskwire.channel.Decoder;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.ConfigStore;
import io.deskwire.rules.Rulebook;
import io.deskwire.rules.Rulebooks;
import io.deskwire.rules.Verdict;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.Signal;
import io.deskwire.threading.StoredMessage;
import io.deskwire.threading.StoredMessage.Inbound.State;
import io.deskwire.work.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what rules would do with messages that are stored. Changes nothing. */
public final class RuleDryRun {

    private final Conversations conversations;
    private final Inbox inbox;
    private final ConfigStore config;
    private final Rulebooks rulebooks;
    private final Map<String, Decoder> decoders;

    /**
     * @param decoders by format
     */
    public RuleDryRun(
            Conversations conversations,
            Inbox inbox,
            ConfigStore config,
            Rulebooks rulebooks,
            Map<String, Decoder> decoders) {
        this.conversations = conversations;
        this.inbox = inbox;
        this.config = config;
        this.rulebooks = rulebooks;
        this.decoders = Map.copyOf(decoders);
    }

    /**
     * One message, judged again.
     *
     * @param message with the verdict that it got when it came
     * @param after what the rules say now; null where rules are not asked: something else filtered it, or its raw bytes are gone
     */
    public record Trial(
            StoredMessage.Inbound message, @Nullable Verdict after) {

        /** What the rules said when it came. */
        public Verdict before() {
            return message.decision().rules();
        }

        /** Whether it would go another way, or carry other fields or other rules' names. */
        public boolean changed() {
            return after != null && !after.equals(before());
        }
    }

    /** Everything wrong with a document of rules. */
    public List<ConfigProblem> check(Map<String, Object> parserConfig) {
        return rulebooks.read(parserConfig).problems();
    }

    /**
     * Judges a part of what a channel received, the newest first.
     *
     * @param parserConfig the document to try, or null for the channel's own
     * @param cursor {@link Page#nextCursor} of the part before, or null for the first
     * @param limit how many messages at most, at least 1
     * @return empty when there is no such channel
     * @throws IllegalArgumentException when the document has problems; see {@link #check}
     */
    public Optional<Page<Trial>> run(
            String tenantId,
            String channelId,
            @Nullable Map<String, Object> parserConfig,
            @Nullable String cursor,
            int limit) {
        Optional<ChannelConfig> channel = config.find(tenantId, channelId);
        if (channel.isEmpty()) {
            return Optional.empty();
        }
        Rulebook.Reading rules =
                rulebooks.read(parserConfig == null ? channel.get().parserConfig() : parserConfig);
        if (!rules.problems().isEmpty()) {
            throw new IllegalArgumentException(
                    "the rules have problems: " + rules.problems().get(0));
        }
        Page<StoredMessage.Inbound> received = conversations.received(tenantId, channelId, cursor, limit);
        List<Trial> trials = received.items().stream()
                .map(message -> new Trial(message, judged(message, rules.book())))
                .toList();
        return Optional.of(new Page<>(trials, received.nextCursor()));
    }

    private @Nullable Verdict judged(StoredMessage.Inbound message, Rulebook book) {
        Verdict before = message.decision().rules();
        if (message.state() == State.FILTERED && before.outcome() != Verdict.Outcome.DROP) {
            return null;
        }
        Optional<RawInbound> raw =
                inbox.raw(message.tenantId(), message.message().rawId());
        Decoder decoder = raw.map(found -> decoders.get(found.format())).orElse(null);
        if (raw.isEmpty() || decoder == null) {
            return null;
        }
        // A dropped message stands alone whatever it belonged to; its signals still say so.
        boolean known = message.decision().signals().stream().anyMatch(Signal::accepted);
        return book.judge(Candidates.of(message.message(), known, raw.get(), decoder));
    }
}
