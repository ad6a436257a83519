-- When a message reached the helpdesk, and when each copy of an answer first reached each stage; null where it did not, or did
-- so under a program that did not write it down.
ALTER TABLE deskwire_message ADD COLUMN delivered_at INTEGER;
ALTER TABLE deskwire_recipient ADD COLUMN sent_at INTEGER;
ALTER TABLE deskwire_recipient ADD COLUMN delivered_at INTEGER;
ALTER TABLE deskwire_recipient ADD COLUMN read_at INTEGER;

-- The few that wait for a person are found without a look at the many that are done.
CREATE INDEX deskwire_outbound_uncertain ON deskwire_outbound (tenant_id, message_id) WHERE state = 'uncertain';
