-- What channels' documents said, one row a change, without any secret; the newest of each channel stay.
CREATE TABLE deskwire_channel_version (
    tenant_id  TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    n          INTEGER NOT NULL, -- from 1 within the channel
    at         INTEGER NOT NULL,
    author     TEXT, -- null where somebody else wrote it
    how        TEXT NOT NULL, -- saved, found, deleted
    changed    TEXT NOT NULL,
    document   TEXT NOT NULL,
    PRIMARY KEY (tenant_id, channel_id, n)
);
