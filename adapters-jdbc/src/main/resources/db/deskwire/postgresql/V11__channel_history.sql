-- How channels' sides went from status to status; the newest hundred of each channel stay.
CREATE TABLE deskwire_channel_transition (
    seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  TEXT COLLATE "C" NOT NULL,
    channel_id TEXT COLLATE "C" NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    direction  TEXT NOT NULL, -- inbound, outbound
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    reason     TEXT,
    hint       TEXT
);
CREATE INDEX deskwire_channel_transition_channel ON deskwire_channel_transition (tenant_id, channel_id, seq);

-- What channels received, by hours since 1970 UTC; a row for each hour in which there was anything, for some weeks.
CREATE TABLE deskwire_channel_hour (
    tenant_id  TEXT COLLATE "C" NOT NULL,
    channel_id TEXT COLLATE "C" NOT NULL,
    hour       BIGINT NOT NULL,
    items      BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, channel_id, hour)
);
CREATE INDEX deskwire_channel_hour_hour ON deskwire_channel_hour (hour);
