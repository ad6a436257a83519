-- Keys are compared byte by byte (COLLATE "C"): tenants come in the order of their ids whatever the server's locale.

-- ---------------------------------------------------------------------------------------------- received bytes

-- Never updated: what became of an item stands in deskwire_raw_outcome. Bodies are not compressed, most are base64
-- already and intake is the hot path.
CREATE TABLE deskwire_raw (
    tenant_id           TEXT COLLATE "C" NOT NULL,
    id                  TEXT COLLATE "C" NOT NULL,
    channel_id          TEXT COLLATE "C" NOT NULL,
    source_key          TEXT COLLATE "C" NOT NULL,
    source_key_full     TEXT,
    format              TEXT NOT NULL,
    envelope_sender     TEXT,
    envelope_recipients TEXT,
    received_at         TIMESTAMPTZ,
    stored_at           TIMESTAMPTZ NOT NULL,
    meta                TEXT,
    length              BIGINT NOT NULL,
    sha256              TEXT NOT NULL,
    blob_id             TEXT COLLATE "C",
    body                BYTEA,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, channel_id, source_key)
);
ALTER TABLE deskwire_raw ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE deskwire_raw_outcome (
    tenant_id  TEXT COLLATE "C" NOT NULL,
    raw_id     TEXT COLLATE "C" NOT NULL,
    outcome    TEXT NOT NULL, -- filed, filtered, duplicate, dead_letter, discarded
    message_id TEXT COLLATE "C",
    reason     TEXT,
    at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, raw_id)
);

-- Large bodies. A blob is named by the row it belongs to; until then by deskwire_upload, whose old rows are swept.
CREATE TABLE deskwire_chunk (
    tenant_id TEXT COLLATE "C" NOT NULL,
    blob_id   TEXT COLLATE "C" NOT NULL,
    n         INTEGER NOT NULL,
    bytes     BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, blob_id, n)
);
ALTER TABLE deskwire_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE deskwire_upload (
    tenant_id  TEXT COLLATE "C" NOT NULL,
    blob_id    TEXT COLLATE "C" NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, blob_id)
);

CREATE TABLE deskwire_content (
    tenant_id TEXT COLLATE "C" NOT NULL,
    sha256    TEXT COLLATE "C" NOT NULL,
    length    BIGINT NOT NULL,
    blob_id   TEXT COLLATE "C",
    body      BYTEA,
    PRIMARY KEY (tenant_id, sha256)
);
ALTER TABLE deskwire_content ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE deskwire_cursor (
    tenant_id  TEXT COLLATE "C" NOT NULL,
    channel_id TEXT COLLATE "C" NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, channel_id)
);

-- ---------------------------------------------------------------------------------------------- work

-- One row per unsettled item of the three queues (0 inbox, 1 deliveries, 2 outbox). hold: 0 ready and may be overtaken,
-- 1 strict (waits for its turn whatever its state), 2 leased or waiting, and may be overtaken meanwhile. place, then seq
-- is the order in the lane.
CREATE TABLE deskwire_work (
    seq          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue        SMALLINT NOT NULL,
    tenant_id    TEXT COLLATE "C" NOT NULL,
    id           TEXT COLLATE "C" NOT NULL,
    lane         TEXT COLLATE "C" NOT NULL,
    hold         SMALLINT NOT NULL,
    place        BIGINT NOT NULL,
    hidden_until TIMESTAMPTZ,
    node         TEXT,
    attempt      INTEGER NOT NULL DEFAULT 0,
    claims       INTEGER NOT NULL DEFAULT 0,
    unheard      BOOLEAN NOT NULL DEFAULT FALSE
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX deskwire_work_lane ON deskwire_work (queue, tenant_id, lane, hold, place, seq);
CREATE INDEX deskwire_work_hidden ON deskwire_work (queue, tenant_id, lane, hidden_until) WHERE hold = 2;
CREATE INDEX deskwire_work_leased ON deskwire_work (queue, tenant_id, lane) WHERE node IS NOT NULL;
CREATE INDEX deskwire_work_outbound ON deskwire_work (tenant_id, id) WHERE queue = 2;

-- One row per lane that has work: when something of it can be claimed next. The row's lock is the right to change the
-- lane. While something of it is leased, new work leaves next_due alone.
CREATE TABLE deskwire_lane (
    queue     SMALLINT NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL,
    lane      TEXT COLLATE "C" NOT NULL,
    next_due  TIMESTAMPTZ,
    leased    BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (queue, tenant_id, lane)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX deskwire_lane_due ON deskwire_lane (queue, tenant_id, next_due);

-- ---------------------------------------------------------------------------------------------- messages

CREATE TABLE deskwire_message (
    seq              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id        TEXT COLLATE "C" NOT NULL,
    id               TEXT COLLATE "C" NOT NULL,
    inbound          BOOLEAN NOT NULL,
    channel_id       TEXT COLLATE "C" NOT NULL,
    conversation_id  TEXT COLLATE "C",
    raw_id           TEXT COLLATE "C",
    dedupe_key       TEXT COLLATE "C",
    received_at      TIMESTAMPTZ,
    stored_at        TIMESTAMPTZ NOT NULL,
    state            TEXT,
    state_reason     TEXT,
    ticket           TEXT,
    may_have_arrived BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (tenant_id, id)
);
CREATE UNIQUE INDEX deskwire_message_dedupe ON deskwire_message (tenant_id, channel_id, dedupe_key)
    WHERE dedupe_key IS NOT NULL;
CREATE INDEX deskwire_message_conversation ON deskwire_message (tenant_id, conversation_id, seq)
    WHERE conversation_id IS NOT NULL;

-- Apart from deskwire_message, so that a change of state does not write the text again.
CREATE TABLE deskwire_document (
    tenant_id  TEXT COLLATE "C" NOT NULL,
    message_id TEXT COLLATE "C" NOT NULL,
    document   TEXT NOT NULL,
    decision   TEXT,
    PRIMARY KEY (tenant_id, message_id)
);

-- kind: 0 the message's own id, 1 the id a provider put in its place, 2 the provider's own id.
CREATE TABLE deskwire_wire_id (
    tenant_id  TEXT COLLATE "C" NOT NULL,
    wire_id    TEXT COLLATE "C" NOT NULL,
    message_id TEXT COLLATE "C" NOT NULL,
    kind       SMALLINT NOT NULL,
    PRIMARY KEY (tenant_id, wire_id, message_id, kind)
);

CREATE TABLE deskwire_conversation (
    tenant_id       TEXT COLLATE "C" NOT NULL,
    id              TEXT COLLATE "C" NOT NULL,
    channel_id      TEXT COLLATE "C" NOT NULL,
    subject         TEXT,
    ticket          TEXT COLLATE "C",
    created_at      TIMESTAMPTZ NOT NULL,
    last_message_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX deskwire_conversation_ticket ON deskwire_conversation (tenant_id, ticket) WHERE ticket IS NOT NULL;

CREATE TABLE deskwire_participant (
    tenant_id       TEXT COLLATE "C" NOT NULL,
    conversation_id TEXT COLLATE "C" NOT NULL,
    address_key     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, address_key)
);

CREATE TABLE deskwire_dead_letter (
    tenant_id  TEXT COLLATE "C" NOT NULL,
    id         TEXT COLLATE "C" NOT NULL,
    channel_id TEXT COLLATE "C" NOT NULL,
    raw_id     TEXT COLLATE "C" NOT NULL,
    message_id TEXT COLLATE "C",
    stage      TEXT NOT NULL, -- intake, delivery
    reason     TEXT NOT NULL,
    detail     TEXT,
    attempts   INTEGER NOT NULL,
    raw_size   BIGINT NOT NULL,
    failed_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX deskwire_dead_letter_newest ON deskwire_dead_letter (tenant_id, failed_at, id);

-- ---------------------------------------------------------------------------------------------- answers

CREATE TABLE deskwire_outbound (
    tenant_id       TEXT COLLATE "C" NOT NULL,
    message_id      TEXT COLLATE "C" NOT NULL,
    idempotency_key TEXT COLLATE "C",
    state           TEXT NOT NULL, -- send, uncertain, after_send, done
    begun_fence     BIGINT, -- the claim under which an attempt began whose end nobody heard
    after_send      BOOLEAN NOT NULL DEFAULT FALSE,
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TIMESTAMPTZ,
    problem         TEXT,
    PRIMARY KEY (tenant_id, message_id)
);
CREATE UNIQUE INDEX deskwire_outbound_key ON deskwire_outbound (tenant_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;

CREATE TABLE deskwire_recipient (
    tenant_id   TEXT COLLATE "C" NOT NULL,
    message_id  TEXT COLLATE "C" NOT NULL,
    n           INTEGER NOT NULL,
    address_key TEXT COLLATE "C" NOT NULL,
    kind        TEXT NOT NULL,
    value       TEXT NOT NULL,
    name        TEXT,
    status      TEXT NOT NULL,
    reason      TEXT,
    code        TEXT,
    at          TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, message_id, n)
);

-- ---------------------------------------------------------------------------------------------- the rest

CREATE TABLE deskwire_channel_state (
    tenant_id  TEXT COLLATE "C" NOT NULL,
    channel_id TEXT COLLATE "C" NOT NULL,
    state      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, channel_id)
);

CREATE TABLE deskwire_lease (
    tenant_id TEXT COLLATE "C" NOT NULL,
    name      TEXT COLLATE "C" NOT NULL,
    owner     TEXT NOT NULL,
    until     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, name)
);

CREATE TABLE deskwire_counter (
    tenant_id TEXT COLLATE "C" NOT NULL,
    name      TEXT COLLATE "C" NOT NULL,
    value     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, name)
);

CREATE TABLE deskwire_ticket (
    tenant_id       TEXT COLLATE "C" NOT NULL,
    id              TEXT COLLATE "C" NOT NULL,
    number          BIGINT NOT NULL,
    subject         TEXT NOT NULL,
    state           TEXT NOT NULL,
    requester_kind  TEXT,
    requester       TEXT,
    requester_name  TEXT,
    channel_id      TEXT NOT NULL,
    conversation_id TEXT COLLATE "C" NOT NULL,
    search          TEXT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    updated_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number)
);
CREATE INDEX deskwire_ticket_newest ON deskwire_ticket (tenant_id, updated_at, id);

CREATE TABLE deskwire_ticket_message (
    seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  TEXT COLLATE "C" NOT NULL,
    message_id TEXT COLLATE "C" NOT NULL,
    ticket_id  TEXT COLLATE "C" NOT NULL,
    UNIQUE (tenant_id, message_id)
);
CREATE INDEX deskwire_ticket_message_ticket ON deskwire_ticket_message (tenant_id, ticket_id, seq);

-- Channel ids are unique within a tenant, ids of tenant_email_config over all tenants. Where they differ, the name
-- stands here.
CREATE TABLE deskwire_channel_name (
    tenant_id  TEXT COLLATE "C" NOT NULL,
    channel_id TEXT COLLATE "C" NOT NULL,
    config_id  VARCHAR(36) NOT NULL UNIQUE,
    PRIMARY KEY (tenant_id, channel_id)
);

-- ---------------------------------------------------------------------------------------------- the helpdesk's own

CREATE TABLE IF NOT EXISTS tenant_email_config (
    id VARCHAR(36) PRIMARY KEY,
    tenant_id VARCHAR(36) NOT NULL,
    email_provider_type VARCHAR(50) NOT NULL,
    email_provider_config JSONB NOT NULL,
    email_ticket_address VARCHAR(255),
    email_parser_config JSONB,
    is_active BOOLEAN DEFAULT true,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT NOW()
);

CREATE TABLE IF NOT EXISTS tenant_helpdesk_config (
    tenant_id VARCHAR(36) PRIMARY KEY
);
ALTER TABLE tenant_helpdesk_config ADD COLUMN IF NOT EXISTS whatsapp_enabled BOOLEAN DEFAULT false;
ALTER TABLE tenant_helpdesk_config ADD COLUMN IF NOT EXISTS whatsapp_config JSONB;
