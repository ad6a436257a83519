-- Out-going events. What happened is noted by triggers, in the transaction in which it happened, for tenants that somebody
-- subscribed to; each event is handed to every subscription that wants it by a row of its own.

CREATE TABLE deskwire_subscription (
    tenant_id         TEXT COLLATE "C" NOT NULL,
    id                TEXT COLLATE "C" NOT NULL,
    url               TEXT NOT NULL,
    types             TEXT NOT NULL, -- with a space before and after each
    secret            TEXT NOT NULL, -- encrypted
    is_active         BOOLEAN NOT NULL,
    created_at        TIMESTAMPTZ NOT NULL,
    updated_at        TIMESTAMPTZ NOT NULL,
    disabled_reason   TEXT,
    failures          INTEGER NOT NULL DEFAULT 0, -- in a row
    retry_at          TIMESTAMPTZ,
    problem           TEXT,
    last_delivered_at TIMESTAMPTZ,
    expired           BIGINT NOT NULL DEFAULT 0, -- events that grew too old before they could be delivered
    fence             BIGINT NOT NULL DEFAULT 0,
    lease_until       TIMESTAMPTZ,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE deskwire_event (
    seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  TEXT COLLATE "C" NOT NULL,
    id         TEXT COLLATE "C" NOT NULL DEFAULT replace(CAST(gen_random_uuid() AS TEXT), '-', ''),
    type       TEXT NOT NULL,
    lane       TEXT COLLATE "C" NOT NULL, -- what is told in order: a conversation, a channel
    channel_id TEXT COLLATE "C" NOT NULL,
    subject    TEXT COLLATE "C" NOT NULL,
    data       TEXT NOT NULL,
    noted_at   TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX deskwire_event_time ON deskwire_event (tenant_id, noted_at);
CREATE INDEX deskwire_event_age ON deskwire_event (noted_at);

CREATE TABLE deskwire_event_delivery (
    tenant_id       TEXT COLLATE "C" NOT NULL,
    subscription_id TEXT COLLATE "C" NOT NULL,
    seq             BIGINT NOT NULL,
    lane            TEXT COLLATE "C" NOT NULL,
    state           TEXT NOT NULL, -- pending, delivered, failed
    attempts        INTEGER NOT NULL DEFAULT 0,
    due_at          TIMESTAMPTZ,
    tried_at        TIMESTAMPTZ,
    status          INTEGER,
    problem         TEXT,
    PRIMARY KEY (tenant_id, subscription_id, seq)
);
CREATE INDEX deskwire_event_delivery_pending ON deskwire_event_delivery (tenant_id, subscription_id, lane, seq)
    WHERE state = 'pending';
CREATE INDEX deskwire_event_delivery_event ON deskwire_event_delivery (seq);

CREATE FUNCTION deskwire_note_event(tenant TEXT, kind TEXT, in_lane TEXT, channel TEXT, about TEXT, more JSONB)
RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
    added BIGINT;
BEGIN
    INSERT INTO deskwire_event (tenant_id, type, lane, channel_id, subject, data)
        SELECT tenant, kind, in_lane, channel, about, CAST(more AS TEXT)
        WHERE EXISTS (SELECT 1 FROM deskwire_subscription AS s WHERE s.tenant_id = tenant)
        RETURNING seq INTO added;
    IF added IS NOT NULL THEN
        INSERT INTO deskwire_event_delivery (tenant_id, subscription_id, seq, lane, state)
            SELECT s.tenant_id, s.id, added, in_lane, 'pending' FROM deskwire_subscription AS s
            WHERE s.tenant_id = tenant AND s.is_active AND strpos(s.types, ' ' || kind || ' ') > 0;
    END IF;
END $$;

CREATE FUNCTION deskwire_event_message() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM deskwire_note_event(NEW.tenant_id, 'message.received', COALESCE(NEW.conversation_id, NEW.id),
        NEW.channel_id, NEW.id, '{}');
    RETURN NULL;
END $$;
CREATE TRIGGER deskwire_event_message AFTER INSERT ON deskwire_message
    FOR EACH ROW WHEN (NEW.inbound AND NEW.state = 'pending') EXECUTE FUNCTION deskwire_event_message();

CREATE FUNCTION deskwire_event_status() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM deskwire_note_event(m.tenant_id, 'message.status_changed', COALESCE(m.conversation_id, m.id), m.channel_id,
        m.id, jsonb_build_object('conversation_id', m.conversation_id, 'recipient', NEW.value, 'recipient_kind', NEW.kind,
            'status', NEW.status, 'previous_status', OLD.status, 'reason', NEW.reason, 'code', NEW.code))
    FROM deskwire_message AS m WHERE m.tenant_id = NEW.tenant_id AND m.id = NEW.message_id
        AND EXISTS (SELECT 1 FROM deskwire_subscription AS s WHERE s.tenant_id = NEW.tenant_id);
    RETURN NULL;
END $$;
CREATE TRIGGER deskwire_event_status AFTER UPDATE OF status ON deskwire_recipient
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION deskwire_event_status();

CREATE FUNCTION deskwire_event_ticket() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    previous TEXT := NULL;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        previous := OLD.state;
    END IF;
    PERFORM deskwire_note_event(NEW.tenant_id, 'ticket.state_changed', NEW.conversation_id, NEW.channel_id, NEW.id,
        jsonb_build_object('number', NEW.number, 'conversation_id', NEW.conversation_id, 'state', NEW.state,
            'previous_state', previous));
    RETURN NULL;
END $$;
CREATE TRIGGER deskwire_event_ticket_opened AFTER INSERT ON deskwire_ticket
    FOR EACH ROW EXECUTE FUNCTION deskwire_event_ticket();
CREATE TRIGGER deskwire_event_ticket AFTER UPDATE OF state ON deskwire_ticket
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION deskwire_event_ticket();

CREATE FUNCTION deskwire_event_dead_letter() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM deskwire_note_event(NEW.tenant_id, 'dead_letter.created', 'channel ' || NEW.channel_id, NEW.channel_id, NEW.id,
        jsonb_build_object('stage', NEW.stage, 'reason', NEW.reason, 'attempts', NEW.attempts,
            'message_id', NEW.message_id));
    RETURN NULL;
END $$;
CREATE TRIGGER deskwire_event_dead_letter AFTER INSERT ON deskwire_dead_letter
    FOR EACH ROW EXECUTE FUNCTION deskwire_event_dead_letter();

CREATE FUNCTION deskwire_event_channel() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    side TEXT;
    was JSONB;
    now_is JSONB;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM deskwire_subscription AS s WHERE s.tenant_id = NEW.tenant_id) THEN
        RETURN NULL;
    END IF;
    FOREACH side IN ARRAY ARRAY['inbound', 'outbound'] LOOP
        was := CAST(OLD.state AS JSONB) -> side;
        now_is := CAST(NEW.state AS JSONB) -> side;
        IF was ->> 'status' IS DISTINCT FROM now_is ->> 'status' THEN
            PERFORM deskwire_note_event(NEW.tenant_id, 'channel.state_changed', 'channel ' || NEW.channel_id,
                NEW.channel_id, NEW.channel_id, jsonb_build_object('side', side, 'state', lower(now_is ->> 'status'),
                    'previous_state', lower(was ->> 'status'), 'reason', now_is ->> 'reason'));
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER deskwire_event_channel AFTER UPDATE OF state ON deskwire_channel_state
    FOR EACH ROW EXECUTE FUNCTION deskwire_event_channel();
