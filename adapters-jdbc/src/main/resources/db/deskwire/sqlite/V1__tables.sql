-- The same tables as on PostgreSQL. Times are microseconds since 1970 UTC, truth values 0 and 1.

-- ---------------------------------------------------------------------------------------------- received bytes

-- Never updated: what became of an item stands in deskwire_raw_outcome.
CREATE TABLE deskwire_raw (
    tenant_id           TEXT NOT NULL,
    id                  TEXT NOT NULL,
    channel_id          TEXT NOT NULL,
    source_key          TEXT NOT NULL,
    source_key_full     TEXT,
    format              TEXT NOT NULL,
    envelope_sender     TEXT,
    envelope_recipients TEXT,
    received_at         INTEGER,
    stored_at           INTEGER NOT NULL,
    meta                TEXT,
    length              INTEGER NOT NULL,
    sha256              TEXT NOT NULL,
    blob_id             TEXT,
    body                BLOB,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, channel_id, source_key)
);

CREATE TABLE deskwire_raw_outcome (
    tenant_id  TEXT NOT NULL,
    raw_id     TEXT NOT NULL,
    outcome    TEXT NOT NULL, -- filed, filtered, duplicate, dead_letter, discarded
    message_id TEXT,
    reason     TEXT,
    at         INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, raw_id)
) WITHOUT ROWID;

-- Large bodies. A blob is named by the row it belongs to; until then by deskwire_upload, whose old rows are swept.
CREATE TABLE deskwire_chunk (
    tenant_id TEXT NOT NULL,
    blob_id   TEXT NOT NULL,
    n         INTEGER NOT NULL,
    bytes     BLOB NOT NULL,
    PRIMARY KEY (tenant_id, blob_id, n)
);

CREATE TABLE deskwire_upload (
    tenant_id  TEXT NOT NULL,
    blob_id    TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, blob_id)
) WITHOUT ROWID;

CREATE TABLE deskwire_content (
    tenant_id TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    length    INTEGER NOT NULL,
    blob_id   TEXT,
    body      BLOB,
    PRIMARY KEY (tenant_id, sha256)
);

CREATE TABLE deskwire_cursor (
    tenant_id  TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, channel_id)
) WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------- work

-- One row per unsettled item of the three queues (0 inbox, 1 deliveries, 2 outbox). hold: 0 ready and may be overtaken,
-- 1 strict (waits for its turn whatever its state), 2 leased or waiting, and may be overtaken meanwhile. place, then seq
-- is the order in the lane.
CREATE TABLE deskwire_work (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    queue        INTEGER NOT NULL,
    tenant_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    lane         TEXT NOT NULL,
    hold         INTEGER NOT NULL,
    place        INTEGER NOT NULL,
    hidden_until INTEGER,
    node         TEXT,
    attempt      INTEGER NOT NULL DEFAULT 0,
    claims       INTEGER NOT NULL DEFAULT 0,
    unheard      INTEGER NOT NULL DEFAULT FALSE
);
CREATE INDEX deskwire_work_lane ON deskwire_work (queue, tenant_id, lane, hold, place, seq);
CREATE INDEX deskwire_work_hidden ON deskwire_work (queue, tenant_id, lane, hidden_until) WHERE hold = 2;
CREATE INDEX deskwire_work_leased ON deskwire_work (queue, tenant_id, lane) WHERE node IS NOT NULL;
CREATE INDEX deskwire_work_outbound ON deskwire_work (tenant_id, id) WHERE queue = 2;

-- One row per lane that has work: when something of it can be claimed next. The row's lock is the right to change the
-- lane. While something of it is leased, new work leaves next_due alone.
CREATE TABLE deskwire_lane (
    queue     INTEGER NOT NULL,
    tenant_id TEXT NOT NULL,
    lane      TEXT NOT NULL,
    next_due  INTEGER,
    leased    INTEGER NOT NULL DEFAULT FALSE,
    PRIMARY KEY (queue, tenant_id, lane)
) WITHOUT ROWID;
CREATE INDEX deskwire_lane_due ON deskwire_lane (queue, tenant_id, next_due);

-- ---------------------------------------------------------------------------------------------- messages

CREATE TABLE deskwire_message (
    seq              INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id        TEXT NOT NULL,
    id               TEXT NOT NULL,
    inbound          INTEGER NOT NULL,
    channel_id       TEXT NOT NULL,
    conversation_id  TEXT,
    raw_id           TEXT,
    dedupe_key       TEXT,
    received_at      INTEGER,
    stored_at        INTEGER NOT NULL,
    state            TEXT,
    state_reason     TEXT,
    ticket           TEXT,
    may_have_arrived INTEGER NOT NULL DEFAULT FALSE,
    UNIQUE (tenant_id, id)
);
CREATE UNIQUE INDEX deskwire_message_dedupe ON deskwire_message (tenant_id, channel_id, dedupe_key)
    WHERE dedupe_key IS NOT NULL;
CREATE INDEX deskwire_message_conversation ON deskwire_message (tenant_id, conversation_id, seq)
    WHERE conversation_id IS NOT NULL;

-- Apart from deskwire_message, so that a change of state does not write the text again.
CREATE TABLE deskwire_document (
    tenant_id  TEXT NOT NULL,
    message_id TEXT NOT NULL,
    document   TEXT NOT NULL,
    decision   TEXT,
    PRIMARY KEY (tenant_id, message_id)
);

-- kind: 0 the message's own id, 1 the id a provider put in its place, 2 the provider's own id.
CREATE TABLE deskwire_wire_id (
    tenant_id  TEXT NOT NULL,
    wire_id    TEXT NOT NULL,
    message_id TEXT NOT NULL,
    kind       INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, wire_id, message_id, kind)
) WITHOUT ROWID;

CREATE TABLE deskwire_conversation (
    tenant_id       TEXT NOT NULL,
    id              TEXT NOT NULL,
    channel_id      TEXT NOT NULL,
    subject         TEXT,
    ticket          TEXT,
    created_at      INTEGER NOT NULL,
    last_message_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX deskwire_conversation_ticket ON deskwire_conversation (tenant_id, ticket) WHERE ticket IS NOT NULL;

CREATE TABLE deskwire_participant (
    tenant_id       TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    address_key     TEXT NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, address_key)
) WITHOUT ROWID;

CREATE TABLE deskwire_dead_letter (
    tenant_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    raw_id     TEXT NOT NULL,
    message_id TEXT,
    stage      TEXT NOT NULL, -- intake, delivery
    reason     TEXT NOT NULL,
    detail     TEXT,
    attempts   INTEGER NOT NULL,
    raw_size   INTEGER NOT NULL,
    failed_at  INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX deskwire_dead_letter_newest ON deskwire_dead_letter (tenant_id, failed_at, id);

-- ---------------------------------------------------------------------------------------------- answers

CREATE TABLE deskwire_outbound (
    tenant_id       TEXT NOT NULL,
    message_id      TEXT NOT NULL,
    idempotency_key TEXT,
    state           TEXT NOT NULL, -- send, uncertain, after_send, done
    begun_fence     INTEGER, -- the claim under which an attempt began whose end nobody heard
    after_send      INTEGER NOT NULL DEFAULT FALSE,
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER,
    problem         TEXT,
    PRIMARY KEY (tenant_id, message_id)
);
CREATE UNIQUE INDEX deskwire_outbound_key ON deskwire_outbound (tenant_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;

CREATE TABLE deskwire_recipient (
    tenant_id   TEXT NOT NULL,
    message_id  TEXT NOT NULL,
    n           INTEGER NOT NULL,
    address_key TEXT NOT NULL,
    kind        TEXT NOT NULL,
    value       TEXT NOT NULL,
    name        TEXT,
    status      TEXT NOT NULL,
    reason      TEXT,
    code        TEXT,
    at          INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, message_id, n)
);

-- ---------------------------------------------------------------------------------------------- the rest

CREATE TABLE deskwire_channel_state (
    tenant_id  TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    state      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, channel_id)
) WITHOUT ROWID;

CREATE TABLE deskwire_lease (
    tenant_id TEXT NOT NULL,
    name      TEXT NOT NULL,
    owner     TEXT NOT NULL,
    until     INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, name)
) WITHOUT ROWID;

CREATE TABLE deskwire_counter (
    tenant_id TEXT NOT NULL,
    name      TEXT NOT NULL,
    value     INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, name)
) WITHOUT ROWID;

CREATE TABLE deskwire_ticket (
    tenant_id       TEXT NOT NULL,
    id              TEXT NOT NULL,
    number          INTEGER NOT NULL,
    subject         TEXT NOT NULL,
    state           TEXT NOT NULL,
    requester_kind  TEXT,
    requester       TEXT,
    requester_name  TEXT,
    channel_id      TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    search          TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number)
);
CREATE INDEX deskwire_ticket_newest ON deskwire_ticket (tenant_id, updated_at, id);

CREATE TABLE deskwire_ticket_message (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id  TEXT NOT NULL,
    message_id TEXT NOT NULL,
    ticket_id  TEXT NOT NULL,
    UNIQUE (tenant_id, message_id)
);
CREATE INDEX deskwire_ticket_message_ticket ON deskwire_ticket_message (tenant_id, ticket_id, seq);

-- Channel ids are unique within a tenant, ids of tenant_email_config over all tenants. Where they differ, the name
-- stands here.
CREATE TABLE deskwire_channel_name (
    tenant_id  TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    config_id  VARCHAR(36) NOT NULL UNIQUE,
    PRIMARY KEY (tenant_id, channel_id)
) WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------- the helpdesk's own

CREATE TABLE IF NOT EXISTS tenant_email_config (
    id VARCHAR(36) PRIMARY KEY,
    tenant_id VARCHAR(36) NOT NULL,
    email_provider_type VARCHAR(50) NOT NULL,
    email_provider_config TEXT NOT NULL,
    email_ticket_address VARCHAR(255),
    email_parser_config TEXT,
    is_active BOOLEAN DEFAULT true,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

-- Its columns for WhatsApp are added by code: SQLite has no ADD COLUMN IF NOT EXISTS.
CREATE TABLE IF NOT EXISTS tenant_helpdesk_config (
    tenant_id VARCHAR(36) PRIMARY KEY
);
