-- Tokens for the API and the console; tenant_id is empty where a token is for all tenants. Of the secret only its hash is kept.
CREATE TABLE deskwire_api_token (
    id         TEXT COLLATE "C" PRIMARY KEY,
    tenant_id  TEXT COLLATE "C" NOT NULL,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL, -- admin, agent
    hash       TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ,
    used_on    TEXT -- a day in UTC, such as 2026-01-31
);
CREATE UNIQUE INDEX deskwire_api_token_hash ON deskwire_api_token (hash);
CREATE UNIQUE INDEX deskwire_api_token_name ON deskwire_api_token (name);
CREATE INDEX deskwire_api_token_tenant ON deskwire_api_token (tenant_id, id);
