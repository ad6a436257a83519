-- What a later version may add while this one runs.
ALTER TABLE deskwire_raw ADD COLUMN later_note TEXT;
ALTER TABLE deskwire_work ADD COLUMN later_weight INTEGER NOT NULL DEFAULT 1;
ALTER TABLE deskwire_message ADD COLUMN later_flag INTEGER NOT NULL DEFAULT 0;
CREATE TABLE deskwire_later (tenant_id TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE INDEX deskwire_message_later ON deskwire_message (tenant_id, later_flag);
