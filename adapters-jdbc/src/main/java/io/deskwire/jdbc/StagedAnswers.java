package io.deskwire.jdbc;

import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.OutboundMessage;
import io.deskwire.work.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what hosts staged and committed into the outbox, each in one transaction with the row's removal. */
final class StagedAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(StagedAnswers.class);
    private static final int PAGE = 100;
    private static final String NEXT = "SELECT tenant_id, id, idempotency_key, not_before, new_conversation, documents"
            + " FROM deskwire_staged WHERE (tenant_id, id) > (?, ?) ORDER BY tenant_id, id LIMIT " + PAGE;

    private final Reader reader;
    private final Writer writer;
    private final Bodies bodies;
    /** Rows that were complained about, so that it is done once. */
    private final Set<String> complained = ConcurrentHashMap.newKeySet();

    StagedAnswers(Reader reader, Writer writer, Bodies bodies) {
        this.reader = reader;
        this.writer = writer;
        this.bodies = bodies;
    }

    private record Row(
            String tenantId,
            String id,
            @Nullable String key,
            Instant notBefore,
            boolean newConversation,
            String documents) {}

    /** One query where nothing is staged. */
    void takeUp() {
        String tenantId = "";
        String id = "";
        List<Row> page;
        do {
            page = page(tenantId, id);
            page.forEach(this::takeUp);
            if (!page.isEmpty()) {
                tenantId = page.get(page.size() - 1).tenantId();
                id = page.get(page.size() - 1).id();
            }
        } while (page.size() == PAGE);
    }

    private List<Row> page(String afterTenant, String afterId) {
        return reader.read(handle -> handle.select(NEXT, afterTenant, afterId)
                .map((row, context) -> new Row(
                        row.getString("tenant_id"),
                        row.getString("id"),
                        row.getString("idempotency_key"),
                        reader.dialect().requiredTime(row, "not_before"),
                        row.getBoolean("new_conversation"),
                        row.getString("documents")))
                .list());
    }

    private void takeUp(Row row) {
        try {
            writer.call(new TakeUp(
                    row.tenantId(),
                    row.id(),
                    new StageWrite(messages(row), row.key(), row.notBefore(), row.newConversation())));
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // It stays where it is, and holds up no other.
            if (complained.add(row.tenantId() + '\n' + row.id())) {
                LOG.error("staged answer {} of tenant {} cannot be taken into the outbox", row.id(), row.tenantId(), e);
            }
        }
    }

    private List<OutboundMessage> messages(Row row) {
        List<OutboundMessage> messages = new ArrayList<>();
        if (Json.lenient().parse(row.documents()) instanceof List<?> documents) {
            for (Object document : documents) {
                messages.add(DomainJson.outboundMessage(
                        object(document),
                        sha256 -> bodies.content(row.tenantId(), sha256)
                                .orElseThrow(() -> new IllegalStateException("the bytes of an attachment are gone"))));
            }
        }
        return messages;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object tree) {
        if (tree instanceof Map<?, ?> object) {
            return (Map<String, Object>) object;
        }
        throw new IllegalStateException("a staged document is no object");
    }

    /** False when another node was quicker. */
    private static final class TakeUp extends Write.Alone<Boolean> {
        private final String tenantId;
        private final String id;
        private final StageWrite staging;

        TakeUp(String tenantId, String id, StageWrite staging) {
            this.tenantId = tenantId;
            this.id = id;
            this.staging = staging;
        }

        @Override
        Collection<LaneKey> lanes() {
            return staging.lanes();
        }

        @Override
        Instant now() {
            return staging.now();
        }

        @Override
        int rows() {
            return staging.rows();
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) {
            if (handle.execute("DELETE FROM deskwire_staged WHERE tenant_id = ? AND id = ?", tenantId, id) == 0) {
                return false;
            }
            staging.run(handle, lanes);
            return true;
        }
    }
}
