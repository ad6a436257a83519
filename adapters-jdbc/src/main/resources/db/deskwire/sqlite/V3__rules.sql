-- The same change as on PostgreSQL: what tenants' rules wanted of a ticket, as JSON; null where they wanted nothing.
ALTER TABLE deskwire_ticket ADD COLUMN fields TEXT;
