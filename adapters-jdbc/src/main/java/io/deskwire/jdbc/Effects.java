package io.deskwire.jdbc;

import io.deskwire.intake.Settlement;
import io.deskwire.intake.Settlement.Effect;
import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import io.deskwire.work.Tallies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What becomes true together with an item's outcome. Documents and files are written in the caller's thread. */
final class Effects {

    static final BatchSql ANNOTATION = new BatchSql(
            "sss",
            "INSERT INTO deskwire_annotation (tenant_id, message_id, document)"
                    + " SELECT tenant_id, id, ? FROM deskwire_message WHERE tenant_id = ? AND id = ?");

    private static final BatchSql JOIN = new BatchSql(
            "sss",
            "INSERT INTO deskwire_participant (tenant_id, conversation_id, address_key)"
                    + " SELECT tenant_id, id, ? FROM deskwire_conversation WHERE tenant_id = ? AND id = ?"
                    + " ON CONFLICT DO NOTHING");

    private static final BatchSql SENT_ELSEWHERE = new BatchSql(
            "sss",
            "INSERT INTO deskwire_outbound (tenant_id, message_id, state, provider_message_id)"
                    + " VALUES (?, ?, 'done', ?)");

    private static final BatchSql RECIPIENT = new BatchSql(
            "ssnsssstt",
            "INSERT INTO deskwire_recipient (tenant_id, message_id, n, address_key, kind, value, name, status, at, sent_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, 'sent', ?, ?)");

    private final List<Prepared> prepared;

    private Effects(List<Prepared> prepared) {
        this.prepared = prepared;
    }

    /** An effect as statements. */
    private interface Prepared {
        void add(Round round, String tenantId);
    }

    static Effects of(Settlement settlement, Bodies bodies) {
        if (settlement instanceof Settlement.Filed filed) {
            return of(filed.message().channelId(), filed.effects(), bodies);
        }
        if (settlement instanceof Settlement.Filtered filtered) {
            return of(filtered.message().channelId(), filtered.effects(), bodies);
        }
        if (settlement instanceof Settlement.Quarantined held) {
            return of(held.message().channelId(), held.effects(), bodies);
        }
        return new Effects(List.of());
    }

    private static Effects of(String channelId, List<Effect> effects, Bodies bodies) {
        List<Prepared> prepared = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Annotate annotate) {
                String document = Json.write(DomainJson.toTree(annotate.annotation()));
                prepared.add((round, tenant) -> round.add(ANNOTATION, document, tenant, annotate.messageId()));
            } else if (effect instanceof Effect.Join join) {
                prepared.add((round, tenant) -> join(round, tenant, join));
            } else if (effect instanceof Effect.Echo echo) {
                OutboundMessage kept = KeptFiles.of(echo.sent(), bodies);
                String document = Json.write(DomainJson.toTree(kept));
                prepared.add((round, tenant) -> echo(round, tenant, kept, document));
            } else if (effect instanceof Effect.OpenWindow window) {
                prepared.add((round, tenant) -> open(round, tenant, channelId, window));
            } else if (effect instanceof Effect.Count count) {
                prepared.add((round, tenant) -> count(round, tenant, count));
            }
        }
        return new Effects(prepared);
    }

    boolean isEmpty() {
        return prepared.isEmpty();
    }

    int size() {
        return prepared.size();
    }

    /** Adds them all; in a round after that of the item's own message and conversation. */
    void add(Round round, String tenantId) {
        prepared.forEach(effect -> effect.add(round, tenantId));
    }

    private static void join(Round round, String tenant, Effect.Join join) {
        for (String conversation : new TreeSet<>(join.conversationIds())) {
            for (String participant : new TreeSet<>(join.participants())) {
                round.add(JOIN, Keys.bounded(participant), tenant, conversation);
            }
        }
    }

    private static void count(Round round, String tenant, Effect.Count count) {
        for (String name : new TreeSet<>(count.names())) {
            round.add(JdbcTallies.ADD, tenant, Keys.bounded(name), Tallies.slot(count.at()));
        }
    }

    private static void open(Round round, String tenant, String channel, Effect.OpenWindow window) {
        // In the same order everywhere, so that no two nodes wait for each other in a ring.
        for (String address : new TreeSet<>(window.addresses())) {
            round.add(WindowSql.WROTE, tenant, channel, Keys.bounded(address), window.from());
        }
    }

    private static void echo(Round round, String tenant, OutboundMessage sent, String document) {
        Instant at = sent.createdAt();
        String networkId = Keys.bounded(sent.messageId());
        round.add(MessageSql.OUTBOUND, tenant, sent.id(), sent.channelId(), sent.conversationId(), at);
        round.add(MessageSql.DOCUMENT, tenant, sent.id(), document, null);
        round.add(MessageSql.WIRE_ID, tenant, networkId, sent.id(), MessageSql.OWN_ID);
        round.add(MessageSql.WIRE_ID, tenant, networkId, sent.id(), MessageSql.PROVIDER_ID);
        round.add(SENT_ELSEWHERE, tenant, sent.id(), networkId);
        round.add(MessageSql.CONVERSATION_GOES_ON, at, tenant, sent.conversationId(), at);
        List<Address> recipients = sent.recipients();
        for (int n = 0; n < recipients.size(); n++) {
            Address address = recipients.get(n);
            String key = Keys.bounded(address.key());
            round.add(
                    RECIPIENT,
                    tenant,
                    sent.id(),
                    n,
                    key,
                    address.kind().name().toLowerCase(Locale.ROOT),
                    address.value(),
                    address.name(),
                    at,
                    at);
            round.add(JOIN, key, tenant, sent.conversationId());
        }
    }
}
