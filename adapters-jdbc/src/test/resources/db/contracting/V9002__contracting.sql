-- What a later version may take away only once no program uses it that does not know version 9001.
INSERT INTO deskwire_compatibility (needs_version) VALUES (9001);
