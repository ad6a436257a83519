-- How often something was counted, by slots of ten minutes since 1970.
CREATE TABLE deskwire_tally (
    tenant_id TEXT COLLATE "C" NOT NULL,
    name      TEXT COLLATE "C" NOT NULL,
    slot      BIGINT NOT NULL,
    value     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, name, slot)
);
CREATE INDEX deskwire_tally_slot ON deskwire_tally (slot);

-- Where the messages of tickets go that the helpdesk moved; always the last ticket of a chain.
CREATE TABLE deskwire_ticket_move (
    tenant_id   TEXT COLLATE "C" NOT NULL,
    from_ticket TEXT COLLATE "C" NOT NULL,
    to_ticket   TEXT COLLATE "C" NOT NULL,
    at          TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, from_ticket)
);
CREATE INDEX deskwire_ticket_move_to ON deskwire_ticket_move (tenant_id, to_ticket);

-- The ticket a conversation had before it was first moved, and the conversation its first messages were taken out of.
ALTER TABLE deskwire_conversation ADD COLUMN ticket_was TEXT COLLATE "C";
ALTER TABLE deskwire_conversation ADD COLUMN split_from TEXT COLLATE "C";
CREATE INDEX deskwire_conversation_ticket_was ON deskwire_conversation (tenant_id, ticket_was) WHERE ticket_was IS NOT NULL;
CREATE INDEX deskwire_conversation_split ON deskwire_conversation (tenant_id, split_from) WHERE split_from IS NOT NULL;
