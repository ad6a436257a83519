-- Out-going events. What happened is noted by triggers, in the transaction in which it happened, for tenants that somebody
-- subscribed to; each event is handed to every subscription that wants it by a row of its own.

CREATE TABLE deskwire_subscription (
    tenant_id         TEXT NOT NULL,
    id                TEXT NOT NULL,
    url               TEXT NOT NULL,
    types             TEXT NOT NULL, -- with a space before and after each
    secret            TEXT NOT NULL, -- encrypted
    is_active         INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    disabled_reason   TEXT,
    failures          INTEGER NOT NULL DEFAULT 0, -- in a row
    retry_at          INTEGER,
    problem           TEXT,
    last_delivered_at INTEGER,
    expired           INTEGER NOT NULL DEFAULT 0, -- events that grew too old before they could be delivered
    fence             INTEGER NOT NULL DEFAULT 0,
    lease_until       INTEGER,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE deskwire_event (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id  TEXT NOT NULL,
    id         TEXT NOT NULL DEFAULT (lower(hex(randomblob(16)))),
    type       TEXT NOT NULL,
    lane       TEXT NOT NULL, -- what is told in order: a conversation, a channel
    channel_id TEXT NOT NULL,
    subject    TEXT NOT NULL,
    data       TEXT NOT NULL,
    noted_at   INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER))
);
CREATE INDEX deskwire_event_time ON deskwire_event (tenant_id, noted_at);
CREATE INDEX deskwire_event_age ON deskwire_event (noted_at);

CREATE TABLE deskwire_event_delivery (
    tenant_id       TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    seq             INTEGER NOT NULL,
    lane            TEXT NOT NULL,
    state           TEXT NOT NULL, -- pending, delivered, failed
    attempts        INTEGER NOT NULL DEFAULT 0,
    due_at          INTEGER,
    tried_at        INTEGER,
    status          INTEGER,
    problem         TEXT,
    PRIMARY KEY (tenant_id, subscription_id, seq)
) WITHOUT ROWID;
CREATE INDEX deskwire_event_delivery_pending ON deskwire_event_delivery (tenant_id, subscription_id, lane, seq)
    WHERE state = 'pending';
CREATE INDEX deskwire_event_delivery_event ON deskwire_event_delivery (seq);

CREATE TRIGGER deskwire_event_fan_out AFTER INSERT ON deskwire_event
BEGIN
    INSERT INTO deskwire_event_delivery (tenant_id, subscription_id, seq, lane, state)
        SELECT s.tenant_id, s.id, NEW.seq, NEW.lane, 'pending' FROM deskwire_subscription AS s
        WHERE s.tenant_id = NEW.tenant_id AND s.is_active = 1 AND instr(s.types, ' ' || NEW.type || ' ') > 0;
END;

CREATE TRIGGER deskwire_event_message AFTER INSERT ON deskwire_message
WHEN NEW.inbound = 1 AND NEW.state = 'pending'
    AND EXISTS (SELECT 1 FROM deskwire_subscription AS s WHERE s.tenant_id = NEW.tenant_id)
BEGIN
    INSERT INTO deskwire_event (tenant_id, type, lane, channel_id, subject, data)
        VALUES (NEW.tenant_id, 'message.received', COALESCE(NEW.conversation_id, NEW.id), NEW.channel_id, NEW.id, '{}');
END;

CREATE TRIGGER deskwire_event_status AFTER UPDATE OF status ON deskwire_recipient
WHEN OLD.status <> NEW.status
    AND EXISTS (SELECT 1 FROM deskwire_subscription AS s WHERE s.tenant_id = NEW.tenant_id)
BEGIN
    INSERT INTO deskwire_event (tenant_id, type, lane, channel_id, subject, data)
        SELECT m.tenant_id, 'message.status_changed', COALESCE(m.conversation_id, m.id), m.channel_id, m.id,
            json_object('conversation_id', m.conversation_id, 'recipient', NEW.value, 'recipient_kind', NEW.kind,
                'status', NEW.status, 'previous_status', OLD.status, 'reason', NEW.reason, 'code', NEW.code)
        FROM deskwire_message AS m WHERE m.tenant_id = NEW.tenant_id AND m.id = NEW.message_id;
END;

CREATE TRIGGER deskwire_event_ticket_opened AFTER INSERT ON deskwire_ticket
WHEN EXISTS (SELECT 1 FROM deskwire_subscription AS s WHERE s.tenant_id = NEW.tenant_id)
BEGIN
    INSERT INTO deskwire_event (tenant_id, type, lane, channel_id, subject, data)
        VALUES (NEW.tenant_id, 'ticket.state_changed', NEW.conversation_id, NEW.channel_id, NEW.id,
            json_object('number', NEW.number, 'conversation_id', NEW.conversation_id, 'state', NEW.state,
                'previous_state', NULL));
END;

CREATE TRIGGER deskwire_event_ticket AFTER UPDATE OF state ON deskwire_ticket
WHEN OLD.state <> NEW.state
    AND EXISTS (SELECT 1 FROM deskwire_subscription AS s WHERE s.tenant_id = NEW.tenant_id)
BEGIN
    INSERT INTO deskwire_event (tenant_id, type, lane, channel_id, subject, data)
        VALUES (NEW.tenant_id, 'ticket.state_changed', NEW.conversation_id, NEW.channel_id, NEW.id,
            json_object('number', NEW.number, 'conversation_id', NEW.conversation_id, 'state', NEW.state,
                'previous_state', OLD.state));
END;

CREATE TRIGGER deskwire_event_dead_letter AFTER INSERT ON deskwire_dead_letter
WHEN EXISTS (SELECT 1 FROM deskwire_subscription AS s WHERE s.tenant_id = NEW.tenant_id)
BEGIN
    INSERT INTO deskwire_event (tenant_id, type, lane, channel_id, subject, data)
        VALUES (NEW.tenant_id, 'dead_letter.created', 'channel ' || NEW.channel_id, NEW.channel_id, NEW.id,
            json_object('stage', NEW.stage, 'reason', NEW.reason, 'attempts', NEW.attempts, 'message_id', NEW.message_id));
END;

CREATE TRIGGER deskwire_event_channel_inbound AFTER UPDATE OF state ON deskwire_channel_state
WHEN EXISTS (SELECT 1 FROM deskwire_subscription AS s WHERE s.tenant_id = NEW.tenant_id)
    AND lower(json_extract(OLD.state, '$.inbound.status')) <> lower(json_extract(NEW.state, '$.inbound.status'))
BEGIN
    INSERT INTO deskwire_event (tenant_id, type, lane, channel_id, subject, data)
        VALUES (NEW.tenant_id, 'channel.state_changed', 'channel ' || NEW.channel_id, NEW.channel_id, NEW.channel_id,
            json_object('side', 'inbound', 'state', lower(json_extract(NEW.state, '$.inbound.status')),
                'previous_state', lower(json_extract(OLD.state, '$.inbound.status')),
                'reason', json_extract(NEW.state, '$.inbound.reason')));
END;

CREATE TRIGGER deskwire_event_channel_outbound AFTER UPDATE OF state ON deskwire_channel_state
WHEN EXISTS (SELECT 1 FROM deskwire_subscription AS s WHERE s.tenant_id = NEW.tenant_id)
    AND lower(json_extract(OLD.state, '$.outbound.status')) <> lower(json_extract(NEW.state, '$.outbound.status'))
BEGIN
    INSERT INTO deskwire_event (tenant_id, type, lane, channel_id, subject, data)
        VALUES (NEW.tenant_id, 'channel.state_changed', 'channel ' || NEW.channel_id, NEW.channel_id, NEW.channel_id,
            json_object('side', 'outbound', 'state', lower(json_extract(NEW.state, '$.outbound.status')),
                'previous_state', lower(json_extract(OLD.state, '$.outbound.status')),
                'reason', json_extract(NEW.state, '$.outbound.reason')));
END;
