-- How channels' sides went from status to status; the newest hundred of each channel stay.
CREATE TABLE deskwire_channel_transition (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id  TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    at         INTEGER NOT NULL,
    direction  TEXT NOT NULL, -- inbound, outbound
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    reason     TEXT,
    hint       TEXT
);
CREATE INDEX deskwire_channel_transition_channel ON deskwire_channel_transition (tenant_id, channel_id, seq);

-- What channels received, by hours since 1970 UTC; a row for each hour in which there was anything, for some weeks.
CREATE TABLE deskwire_channel_hour (
    tenant_id  TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    hour       INTEGER NOT NULL,
    items      INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, channel_id, hour)
) WITHOUT ROWID;
CREATE INDEX deskwire_channel_hour_hour ON deskwire_channel_hour (hour);
