-- Answers that a host put here in a transaction of its own. Some node takes each into the outbox once it is committed; nothing
-- else is written in the host's transaction, so that it holds no lock that we would wait for.
CREATE TABLE deskwire_staged (
    tenant_id        TEXT COLLATE "C" NOT NULL,
    id               TEXT COLLATE "C" NOT NULL, -- of the first message
    idempotency_key  TEXT COLLATE "C",
    conversation_id  TEXT COLLATE "C" NOT NULL,
    not_before       TIMESTAMPTZ NOT NULL,
    new_conversation BOOLEAN NOT NULL,
    documents        TEXT NOT NULL, -- the messages, as they will stand in deskwire_document
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX deskwire_staged_key ON deskwire_staged (tenant_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
