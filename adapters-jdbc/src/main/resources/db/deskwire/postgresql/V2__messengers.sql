-- Queue 3 of deskwire_work is media.

ALTER TABLE deskwire_conversation ADD COLUMN closed_at TIMESTAMPTZ;

-- Whose conversations are these.
CREATE INDEX deskwire_participant_address ON deskwire_participant (tenant_id, address_key, conversation_id);

ALTER TABLE deskwire_outbound ADD COLUMN provider_message_id TEXT;
UPDATE deskwire_outbound SET provider_message_id = w.wire_id FROM deskwire_wire_id AS w
    WHERE w.kind = 2 AND w.tenant_id = deskwire_outbound.tenant_id AND w.message_id = deskwire_outbound.message_id;

-- What was done to messages, in the order it was noted.
CREATE TABLE deskwire_annotation (
    seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  TEXT COLLATE "C" NOT NULL,
    message_id TEXT COLLATE "C" NOT NULL,
    document   TEXT NOT NULL
);
CREATE INDEX deskwire_annotation_message ON deskwire_annotation (tenant_id, message_id, seq);

-- What became of attachments that are fetched apart; no row while nothing was tried. The bytes stand in deskwire_content.
CREATE TABLE deskwire_media (
    tenant_id    TEXT COLLATE "C" NOT NULL,
    message_id   TEXT COLLATE "C" NOT NULL,
    n            INTEGER NOT NULL,
    state        TEXT NOT NULL, -- pending, available, expired, rejected
    sha256       TEXT COLLATE "C",
    length       BIGINT,
    content_type TEXT,
    reason       TEXT,
    PRIMARY KEY (tenant_id, message_id, n)
);

CREATE TABLE deskwire_window (
    tenant_id   TEXT COLLATE "C" NOT NULL,
    channel_id  TEXT COLLATE "C" NOT NULL,
    address_key TEXT COLLATE "C" NOT NULL,
    wrote_at    TIMESTAMPTZ,
    refused_at  TIMESTAMPTZ,
    PRIMARY KEY (tenant_id, channel_id, address_key)
);

CREATE TABLE deskwire_channel_memory (
    tenant_id  TEXT COLLATE "C" NOT NULL,
    channel_id TEXT COLLATE "C" NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, channel_id, name)
);
