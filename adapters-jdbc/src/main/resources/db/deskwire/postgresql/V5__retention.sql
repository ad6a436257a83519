-- What has its bytes, and what has only its keys, each by age: both are looked through every hour.
CREATE INDEX deskwire_raw_bytes ON deskwire_raw (stored_at, tenant_id, id)
    WHERE body IS NOT NULL OR blob_id IS NOT NULL;
CREATE INDEX deskwire_raw_keys ON deskwire_raw (stored_at) WHERE body IS NULL AND blob_id IS NULL;
