package io.deskwire.jdbc;

import io.deskwire.config.ChannelConfig;
import io.deskwire.jdbc.ChannelVersion.How;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Notes versions of channels' documents, within the transaction that changes them. */
final class ChannelNotes {

    private final Dialect dialect;
    private final ConfigHistory history;
    private final Function<String, Set<String>> secretFieldsOfProvider;

    ChannelNotes(Dialect dialect, ConfigHistory history, Function<String, Set<String>> secretFieldsOfProvider) {
        this.dialect = dialect;
        this.history = history;
        this.secretFieldsOfProvider = secretFieldsOfProvider;
    }

    /** What a write does with its transaction once it has changed the document. */
    @FunctionalInterface
    interface Note {
        void write(Handle handle, @Nullable ChannelConfig before);
    }

    /** For a document that is about to be written. */
    Note saved(ChannelConfig next) {
        Instant now = history.clock().instant();
        String author = history.author().get();
        return (handle, before) -> {
            List<String> changed = VersionedDocument.changes(before, next);
            boolean ofNoInterest = author.equals(ConfigHistory.SERVER)
                    && VersionedDocument.onlySecret(changed, secretFieldsOfProvider.apply(next.provider()));
            if (changed.isEmpty() || ofNoInterest) {
                return;
            }
            if (before != null
                    && ChannelVersions.newest(handle, dialect, next.tenantId(), next.channelId())
                            .isEmpty()) {
                ChannelVersions.add(handle, entry(before, now, null, How.FOUND, ""));
            }
            ChannelVersions.add(handle, entry(next, now, author, How.SAVED, String.join(", ", changed)));
        };
    }

    /** For a channel that is about to be removed. */
    Note deleted() {
        Instant now = history.clock().instant();
        String author = history.author().get();
        return (handle, before) -> {
            if (before != null) {
                ChannelVersions.add(handle, entry(before, now, author, How.DELETED, ""));
            }
        };
    }

    private ChannelVersions.Entry entry(
            ChannelConfig channel, Instant at, @Nullable String author, How how, String changed) {
        return new ChannelVersions.Entry(
                channel.tenantId(), channel.channelId(), at, author, how, changed, document(channel));
    }

    private Map<String, Object> document(ChannelConfig channel) {
        return VersionedDocument.of(channel, secretFieldsOfProvider.apply(channel.provider()));
    }

    /** Which of some channels say something else than their newest version. */
    List<ChannelConfig> strange(Handle handle, Collection<ChannelConfig> channels) {
        return channels.stream()
                .filter(channel -> {
                    Optional<ChannelVersion> newest =
                            ChannelVersions.newest(handle, dialect, channel.tenantId(), channel.channelId());
                    return newest.isEmpty()
                            || newest.get().how() == How.DELETED
                            || !newest.get().document().equals(document(channel));
                })
                .toList();
    }

    /** Notes what somebody else wrote. */
    Write<Boolean> found(List<ChannelConfig> channels) {
        Instant now = history.clock().instant();
        return new Write.Alone<>() {
            @Override
            Instant now() {
                return now;
            }

            @Override
            Boolean run(Handle handle, Collection<LaneKey> lanes) {
                for (ChannelConfig channel : strange(handle, channels)) {
                    Optional<ChannelVersion> last =
                            ChannelVersions.newest(handle, dialect, channel.tenantId(), channel.channelId());
                    String changed = last.filter(version -> version.how() != How.DELETED)
                            .map(version -> String.join(", ", differing(version.document(), document(channel))))
                            .orElse("");
                    ChannelVersions.add(handle, entry(channel, now, null, How.FOUND, changed));
                }
                return true;
            }
        };
    }

    private static List<String> differing(Map<String, Object> before, Map<String, Object> after) {
        return after.keySet().stream()
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .toList();
    }
}
