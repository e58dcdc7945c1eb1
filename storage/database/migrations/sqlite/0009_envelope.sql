-- +goose Up

-- A sealed result's envelope: everything that two people sealed, encrypted, in
-- place of the clear text. Basis is the hash of the order that the scoresheets
-- gave at sealing; it says nothing that they do not say.
ALTER TABLE seal ADD COLUMN envelope TEXT NOT NULL DEFAULT '';
ALTER TABLE seal ADD COLUMN basis TEXT NOT NULL DEFAULT '';

-- Envelopes of seals that were broken while nobody had them open.
CREATE TABLE broken_seal (
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  commitment TEXT NOT NULL,
  envelope TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (edition, category, commitment)
) STRICT;

-- Keys to which results are sealed; the phrases are on paper.
CREATE TABLE seal_key (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id),
  recipient TEXT NOT NULL UNIQUE,
  wrapped TEXT NOT NULL,
  made INTEGER NOT NULL,
  proved INTEGER NOT NULL DEFAULT 0 -- when its owner read the phrase off the paper; 0 = not yet
) STRICT;
CREATE INDEX seal_key_person ON seal_key (person, made);

-- The first of the two acts that open envelopes: to the public, at a set minute,
-- or for work. Category '' = all that are sealed; peeled is what the first person
-- took the own layer off, still closed to everybody but the other holders.
DROP TABLE opening;
CREATE TABLE opening (
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('public', 'minute', 'work')),
  asked_by TEXT NOT NULL,
  at INTEGER NOT NULL,
  minute INTEGER NOT NULL DEFAULT 0,
  peeled TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (edition, category, purpose)
) STRICT;

-- Openings that two people have set for a minute. Secrets are those of the
-- envelopes, locked with the server's key, which lies outside of the records.
CREATE TABLE set_opening (
  edition TEXT PRIMARY KEY REFERENCES edition (id),
  minute INTEGER NOT NULL,
  first_by TEXT NOT NULL,
  second_by TEXT NOT NULL,
  at INTEGER NOT NULL,
  secrets TEXT NOT NULL
) STRICT;

-- What the auditor found of a sealed result. Never changed.
CREATE TABLE audit (
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  commitment TEXT NOT NULL,
  auditor TEXT NOT NULL REFERENCES person (id),
  holds INTEGER NOT NULL, -- TRUE: signed; FALSE: refused
  reason TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL,
  PRIMARY KEY (edition, category, commitment, at)
) STRICT;

-- Another role: the auditor.
CREATE TABLE role_new (
  person TEXT NOT NULL REFERENCES person (id),
  role TEXT NOT NULL CHECK (role IN ('judge', 'chair', 'officer', 'admin', 'producer', 'auditor')),
  edition TEXT NOT NULL DEFAULT '',
  since INTEGER NOT NULL,
  PRIMARY KEY (person, role, edition)
) STRICT;
INSERT INTO role_new (person, role, edition, since) SELECT person, role, edition, since FROM role;
DROP TABLE role;
ALTER TABLE role_new RENAME TO role;

-- +goose Down
SELECT 1;
