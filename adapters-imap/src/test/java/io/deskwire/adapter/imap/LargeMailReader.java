package io.deskwire.adapter.imap;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Reads a mailbox, counting bytes; the program of {@link LargeMailTest}. */
final class LargeMailReader {

    private LargeMailReader() {}

    public static void main(String[] arguments) throws Exception {

        Map<String, Object> document = ScriptedServer.imapDocument(Integer.parseInt(arguments[1]));
        Counting intake = new Counting();
        (arguments[0].equals("imap") ? Mails.open(document) : Mails.openPop3(document))
                .inbound()
                .orElseThrow()
                .fetch(null, intake, Mails.NOW);
        LoggerFactory.getLogger(LargeMailReader.class).warn("messages {} bytes {}", intake.messages, intake.bytes);
    }

    /** Reads and forgets. */
    static final class Counting implements Intake {
        int messages;
        long bytes;

        @Override
        public CompletionStage<Accepted> accept(List<RawItem> items, @Nullable Cursor next) {
            for (RawItem item : items) {
                messages++;
                try (InputStream in = item.body().open()) {
                    bytes += in.transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    return CompletableFuture.failedFuture(e);
                }
            }
            return CompletableFuture.completedFuture(new Accepted(items.size(), 0));
        }

        @Override
        public Set<String> known(Collection<String> sourceKeys) {
            return Set.of();
        }
    }
}
