package io.deskwire.jdbc;

/** Statements on messages, conversations and dead letters that run for many at once. */
final class MessageSql {

    /** Nothing happens when the channel has a message with this dedupe key. */
    static final BatchSql INBOUND = new BatchSql(
            "ssssssttss",
            "INSERT INTO deskwire_message (tenant_id, id, inbound, channel_id, conversation_id, raw_id, dedupe_key,"
                    + " received_at, stored_at, state, state_reason) VALUES (?, ?, TRUE, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT DO NOTHING");

    static final BatchSql OUTBOUND = new BatchSql(
            "sssst",
            "INSERT INTO deskwire_message (tenant_id, id, inbound, channel_id, conversation_id, stored_at)"
                    + " VALUES (?, ?, FALSE, ?, ?, ?)");

    static final BatchSql DOCUMENT = new BatchSql(
            "ssss", "INSERT INTO deskwire_document (tenant_id, message_id, document, decision) VALUES (?, ?, ?, ?)");

    static final BatchSql WIRE_ID = new BatchSql(
            "sssn",
            "INSERT INTO deskwire_wire_id (tenant_id, wire_id, message_id, kind) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");

    static final int OWN_ID = 0;
    static final int SEEN_ID = 1;
    static final int PROVIDER_ID = 2;
    static final int PROVIDER_THREAD = 3;

    static final BatchSql CONVERSATION = new BatchSql(
            "sssstt",
            "INSERT INTO deskwire_conversation (tenant_id, id, channel_id, subject, created_at, last_message_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");

    static final BatchSql CONVERSATION_GOES_ON = new BatchSql(
            "tsst",
            "UPDATE deskwire_conversation SET last_message_at = ? WHERE tenant_id = ? AND id = ?"
                    + " AND last_message_at < ?");

    static final BatchSql PARTICIPANT = new BatchSql(
            "sss",
            "INSERT INTO deskwire_participant (tenant_id, conversation_id, address_key) VALUES (?, ?, ?)"
                    + " ON CONFLICT DO NOTHING");

    static final BatchSql OUTCOME = new BatchSql(
            "ssssst",
            "INSERT INTO deskwire_raw_outcome (tenant_id, raw_id, outcome, message_id, reason, at)"
                    + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id, raw_id) DO UPDATE SET"
                    + " outcome = excluded.outcome, message_id = excluded.message_id, reason = excluded.reason,"
                    + " at = excluded.at");

    static final BatchSql DUPLICATE = new BatchSql(
            "stsss",
            "INSERT INTO deskwire_raw_outcome (tenant_id, raw_id, outcome, message_id, at)"
                    + " SELECT tenant_id, ?, 'duplicate', id, ? FROM deskwire_message"
                    + " WHERE tenant_id = ? AND channel_id = ? AND dedupe_key = ?"
                    + " ON CONFLICT (tenant_id, raw_id) DO UPDATE SET outcome = excluded.outcome,"
                    + " message_id = excluded.message_id, at = excluded.at");

    static final BatchSql INTAKE_DEAD_LETTER = new BatchSql(
            "sssntss",
            "INSERT INTO deskwire_dead_letter (tenant_id, id, channel_id, raw_id, stage, reason, detail, attempts,"
                    + " raw_size, failed_at) SELECT tenant_id, ?, channel_id, id, 'intake', ?, ?, ?, length, ?"
                    + " FROM deskwire_raw WHERE tenant_id = ? AND id = ?");

    static final BatchSql DELIVERY_DEAD_LETTER = new BatchSql(
            "ssntss",
            "INSERT INTO deskwire_dead_letter (tenant_id, id, channel_id, raw_id, message_id, stage, reason, attempts,"
                    + " raw_size, failed_at) SELECT m.tenant_id, ?, m.channel_id, m.raw_id, m.id, 'delivery', ?, ?,"
                    + " r.length, ? FROM deskwire_message AS m JOIN deskwire_raw AS r"
                    + " ON r.tenant_id = m.tenant_id AND r.id = m.raw_id WHERE m.tenant_id = ? AND m.id = ?");

    static final BatchSql STATE = new BatchSql(
            "ssss", "UPDATE deskwire_message SET state = ?, state_reason = ? WHERE tenant_id = ? AND id = ?");

    static final BatchSql DELIVERED = new BatchSql(
            "tssss",
            "UPDATE deskwire_message SET state = 'delivered', state_reason = NULL, delivered_at = ?, ticket = COALESCE((SELECT v.to_ticket"
                    + " FROM deskwire_ticket_move AS v WHERE v.tenant_id = deskwire_message.tenant_id"
                    + " AND v.from_ticket = ?), ?) WHERE tenant_id = ? AND id = ?");

    private static final String MOVED_TO = "(SELECT v.to_ticket FROM deskwire_ticket_move AS v"
            + " WHERE v.tenant_id = deskwire_conversation.tenant_id AND v.from_ticket = ?)";

    /** A ticket that was moved while this message was on its way to it is left at once. */
    static final BatchSql TICKET = new BatchSql(
            "ssssss",
            "UPDATE deskwire_conversation SET ticket = COALESCE(" + MOVED_TO + ", ?), ticket_was = CASE WHEN "
                    + MOVED_TO
                    + " IS NULL THEN ticket_was ELSE COALESCE(ticket_was, ?) END WHERE tenant_id = ? AND id = ?");

    /** Keeps with the message, for a later redelivery, that an attempt of this claim or an earlier one was not heard. */
    static final BatchSql MAY_HAVE_ARRIVED = new BatchSql(
            "ssnns",
            "UPDATE deskwire_message SET may_have_arrived = TRUE WHERE tenant_id = ? AND id = ? AND EXISTS ("
                    + "SELECT 1 FROM deskwire_work WHERE seq = ? AND claims = ? AND deskwire_work.tenant_id = ?"
                    + " AND node IS NOT NULL AND unheard)");

    private MessageSql() {}
}
