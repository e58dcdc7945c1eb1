-- +goose Up

-- What is known of a practice beyond what its city entered. Series is shared by
-- the entries of one practice in several editions.
CREATE TABLE upkeep (
  practice TEXT PRIMARY KEY REFERENCES practice (id),
  series TEXT NOT NULL DEFAULT '',
  remark TEXT NOT NULL DEFAULT '', -- of the jury, public
  running TEXT NOT NULL DEFAULT '' CHECK (running IN ('', 'yes', 'changed', 'ended')),
  said TEXT NOT NULL DEFAULT '', -- what the city said of it
  confirmed BIGINT NOT NULL DEFAULT 0,
  asked BIGINT NOT NULL DEFAULT 0,
  token_hash TEXT NOT NULL DEFAULT '', -- SHA-256 of the link that the city has
  revoked BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX upkeep_series ON upkeep (series);
CREATE INDEX upkeep_token ON upkeep (token_hash);

-- Questions to the city of a practice, and cities that say they do the same.
CREATE TABLE inquiry (
  id TEXT PRIMARY KEY,
  practice TEXT NOT NULL REFERENCES practice (id),
  kind TEXT NOT NULL CHECK (kind IN ('question', 'replication')),
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  created BIGINT NOT NULL,
  asker_hash TEXT NOT NULL, -- SHA-256 of the link by which the asker says the address is theirs
  confirmed BIGINT NOT NULL DEFAULT 0,
  owner_hash TEXT NOT NULL DEFAULT '', -- and of the link by which the city answers
  answered BIGINT NOT NULL DEFAULT 0,
  accepted BOOLEAN NOT NULL DEFAULT FALSE,
  reply TEXT NOT NULL DEFAULT ''
);
CREATE INDEX inquiry_practice ON inquiry (practice, created);
CREATE INDEX inquiry_email ON inquiry (email, created);
CREATE INDEX inquiry_asker ON inquiry (asker_hash);
CREATE INDEX inquiry_owner ON inquiry (owner_hash);

-- What the publishing desk changes of an entry before it is public. The entry
-- itself stays as it was sent.
CREATE TABLE edits (
  entry TEXT PRIMARY KEY REFERENCES entry (id),
  doc TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed BIGINT NOT NULL,
  changed_by TEXT NOT NULL
);

-- A larger copy of a picture without its metadata: the public gets no other.
ALTER TABLE attachment ADD COLUMN wide_key TEXT NOT NULL DEFAULT '';
CREATE INDEX attachment_wide ON attachment (wide_key);

-- The alternative text that the desk gave a picture; '' = that of the city.
ALTER TABLE practice_file ADD COLUMN alt TEXT NOT NULL DEFAULT '';

-- +goose Down
SELECT 1;
