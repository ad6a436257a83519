-- What one of the nodes does now and then; a row each, of the whole installation.
CREATE TABLE deskwire_recurring (
    name        TEXT COLLATE "C" PRIMARY KEY,
    run         BIGINT NOT NULL, -- grows with every run that begins
    due_at      TIMESTAMPTZ NOT NULL,
    node        TEXT,
    lease_until TIMESTAMPTZ,
    started_at  TIMESTAMPTZ NOT NULL,
    ended_at    TIMESTAMPTZ,
    ok_at       TIMESTAMPTZ,
    failures    INTEGER NOT NULL DEFAULT 0,
    problem     TEXT
);

-- The lowest version of these tables that a program must know to work with them as they are now. No row: every program may.
-- A migration that takes away what older programs use adds one, with its own number.
CREATE TABLE deskwire_compatibility (
    needs_version INTEGER NOT NULL
);
