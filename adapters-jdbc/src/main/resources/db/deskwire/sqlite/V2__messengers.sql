-- The same changes as on PostgreSQL. Queue 3 of deskwire_work is media.

ALTER TABLE deskwire_conversation ADD COLUMN closed_at INTEGER;

-- Whose conversations are these.
CREATE INDEX deskwire_participant_address ON deskwire_participant (tenant_id, address_key, conversation_id);

ALTER TABLE deskwire_outbound ADD COLUMN provider_message_id TEXT;
UPDATE deskwire_outbound SET provider_message_id = w.wire_id FROM deskwire_wire_id AS w
    WHERE w.kind = 2 AND w.tenant_id = deskwire_outbound.tenant_id AND w.message_id = deskwire_outbound.message_id;

-- What was done to messages, in the order it was noted.
CREATE TABLE deskwire_annotation (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id  TEXT NOT NULL,
    message_id TEXT NOT NULL,
    document   TEXT NOT NULL
);
CREATE INDEX deskwire_annotation_message ON deskwire_annotation (tenant_id, message_id, seq);

-- What became of attachments that are fetched apart; no row while nothing was tried. The bytes stand in deskwire_content.
CREATE TABLE deskwire_media (
    tenant_id    TEXT NOT NULL,
    message_id   TEXT NOT NULL,
    n            INTEGER NOT NULL,
    state        TEXT NOT NULL, -- pending, available, expired, rejected
    sha256       TEXT,
    length       INTEGER,
    content_type TEXT,
    reason       TEXT,
    PRIMARY KEY (tenant_id, message_id, n)
) WITHOUT ROWID;

CREATE TABLE deskwire_window (
    tenant_id   TEXT NOT NULL,
    channel_id  TEXT NOT NULL,
    address_key TEXT NOT NULL,
    wrote_at    INTEGER,
    refused_at  INTEGER,
    PRIMARY KEY (tenant_id, channel_id, address_key)
) WITHOUT ROWID;

CREATE TABLE deskwire_channel_memory (
    tenant_id  TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, channel_id, name)
);
