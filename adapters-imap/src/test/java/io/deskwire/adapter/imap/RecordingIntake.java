package io.deskwire.adapter.imap;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An intake that keeps what it is given, once per source key, and fails when it is told to. */
final class RecordingIntake implements Intake {

    final Map<String, byte[]> stored = new LinkedHashMap<>();
    final List<RawItem> items = new ArrayList<>();
    final List<String> cursors = new ArrayList<>();
    int batches;
    int failAtBatch = -1;

    @Nullable Cursor cursor;

    @Override
    public CompletionStage<Accepted> accept(List<RawItem> offered, @Nullable Cursor next) {
        batches++;
        if (batches == failAtBatch) {
            return CompletableFuture.failedFuture(new IllegalStateException("the store is full"));
        }
        Map<String, byte[]> read = new LinkedHashMap<>();
        for (RawItem item : offered) {
            try (InputStream in = item.body().open()) {
                read.put(item.sourceKey(), in.readAllBytes());
            } catch (IOException e) {
                return CompletableFuture.failedFuture(new UncheckedIOException(e));
            }
        }
        int fresh = 0;
        for (RawItem item : offered) {
            if (stored.putIfAbsent(item.sourceKey(), read.get(item.sourceKey())) == null) {
                items.add(item);
                fresh++;
            }
        }
        if (next != null) {
            cursor = next;
            cursors.add(next.value());
        }
        return CompletableFuture.completedFuture(new Accepted(fresh, offered.size() - fresh));
    }

    @Override
    public Set<String> known(Collection<String> sourceKeys) {
        Set<String> known = new HashSet<>(sourceKeys);
        known.retainAll(stored.keySet());
        return known;
    }

    /** The cursor's text; empty when there is none. */
    String cursorText() {
        Cursor now = cursor;
        return now == null ? "" : now.value();
    }

    /** Subjects in the order of arrival. */
    List<String> subjects() {
        return stored.values().stream().map(RecordingIntake::subject).toList();
    }

    static String subject(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith("Subject: "))
                .map(line -> line.substring("Subject: ".length()))
                .findFirst()
                .orElse("");
    }
}
