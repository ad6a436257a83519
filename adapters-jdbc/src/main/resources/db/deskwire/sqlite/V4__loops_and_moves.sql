-- The same changes as on PostgreSQL.

-- How often something was counted, by slots of ten minutes since 1970.
CREATE TABLE deskwire_tally (
    tenant_id TEXT NOT NULL,
    name      TEXT NOT NULL,
    slot      INTEGER NOT NULL,
    value     INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, name, slot)
) WITHOUT ROWID;
CREATE INDEX deskwire_tally_slot ON deskwire_tally (slot);

-- Where the messages of tickets go that the helpdesk moved; always the last ticket of a chain.
CREATE TABLE deskwire_ticket_move (
    tenant_id   TEXT NOT NULL,
    from_ticket TEXT NOT NULL,
    to_ticket   TEXT NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, from_ticket)
) WITHOUT ROWID;
CREATE INDEX deskwire_ticket_move_to ON deskwire_ticket_move (tenant_id, to_ticket);

-- The ticket a conversation had before it was first moved, and the conversation its first messages were taken out of.
ALTER TABLE deskwire_conversation ADD COLUMN ticket_was TEXT;
ALTER TABLE deskwire_conversation ADD COLUMN split_from TEXT;
CREATE INDEX deskwire_conversation_ticket_was ON deskwire_conversation (tenant_id, ticket_was) WHERE ticket_was IS NOT NULL;
CREATE INDEX deskwire_conversation_split ON deskwire_conversation (tenant_id, split_from) WHERE split_from IS NOT NULL;
