-- Answers that a host put here in a transaction of its own. Some node takes each into the outbox once it is committed; nothing
-- else is written in the host's transaction, so that it holds no lock that we would wait for.
CREATE TABLE deskwire_staged (
    tenant_id        TEXT NOT NULL,
    id               TEXT NOT NULL, -- of the first message
    idempotency_key  TEXT,
    conversation_id  TEXT NOT NULL,
    not_before       INTEGER NOT NULL,
    new_conversation INTEGER NOT NULL,
    documents        TEXT NOT NULL, -- the messages, as they will stand in deskwire_document
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX deskwire_staged_key ON deskwire_staged (tenant_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
