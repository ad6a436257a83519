-- Who did what. Written once, removed by age; tenant_id is empty where the affair is the installation's.
CREATE TABLE deskwire_audit (
    tenant_id TEXT COLLATE "C" NOT NULL,
    id        TEXT COLLATE "C" NOT NULL,
    at        TIMESTAMPTZ NOT NULL,
    actor     TEXT NOT NULL,
    source    TEXT,
    action    TEXT NOT NULL,
    outcome   TEXT NOT NULL, -- done, refused
    subject   TEXT,
    detail    TEXT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX deskwire_audit_at ON deskwire_audit (at, id);
CREATE INDEX deskwire_audit_tenant ON deskwire_audit (tenant_id, at, id);
