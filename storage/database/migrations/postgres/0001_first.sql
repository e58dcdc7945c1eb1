-- +goose Up

-- People and what gives them rights.
CREATE TABLE person (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  zone TEXT NOT NULL,
  created BIGINT NOT NULL,
  disabled BIGINT NOT NULL DEFAULT 0
);

-- A role that a person holds; edition '' = in every edition.
CREATE TABLE role (
  person TEXT NOT NULL REFERENCES person (id),
  role TEXT NOT NULL CHECK (role IN ('judge', 'chair', 'officer', 'admin', 'producer')),
  edition TEXT NOT NULL DEFAULT '',
  since BIGINT NOT NULL,
  PRIMARY KEY (person, role, edition)
);

CREATE TABLE session (
  token TEXT PRIMARY KEY, -- SHA-256 of the cookie's value
  person TEXT NOT NULL DEFAULT '',
  data BYTEA NOT NULL,
  expires BIGINT NOT NULL
);
CREATE INDEX session_expires ON session (expires);
CREATE INDEX session_person ON session (person);

-- A mailed link and code that signs somebody in once.
CREATE TABLE sign_in (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  code_hash TEXT NOT NULL,
  next TEXT NOT NULL DEFAULT '',
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  used BIGINT NOT NULL DEFAULT 0,
  attempts BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX sign_in_email ON sign_in (email, created);

CREATE TABLE invitation (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL, -- city, judge, chair, officer, admin, producer
  edition TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  can TEXT NOT NULL DEFAULT '', -- the right in the city
  invited_by TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  answered BIGINT NOT NULL DEFAULT 0,
  accepted BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX invitation_email ON invitation (email);

CREATE TABLE city (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  local_name TEXT NOT NULL DEFAULT '',
  country TEXT NOT NULL,
  region TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '',
  population BIGINT NOT NULL DEFAULT 0,
  membership TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  sample BOOLEAN NOT NULL DEFAULT FALSE,
  UNIQUE (name, country)
);

CREATE TABLE membership (
  city TEXT NOT NULL REFERENCES city (id),
  person TEXT NOT NULL REFERENCES person (id),
  can TEXT NOT NULL CHECK (can IN ('read', 'edit', 'send')),
  since BIGINT NOT NULL,
  PRIMARY KEY (city, person)
);
CREATE INDEX membership_person ON membership (person);

-- Editions: one document each.
CREATE TABLE edition (
  id TEXT PRIMARY KEY,
  year BIGINT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  doc TEXT NOT NULL,
  version BIGINT NOT NULL,
  next_number BIGINT NOT NULL DEFAULT 1 -- of the next entry
);

-- Entries: narrow rows; long text lives in answer.
CREATE TABLE entry (
  id TEXT PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES edition (id),
  city TEXT NOT NULL REFERENCES city (id),
  number BIGINT NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  category TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'returned', 'accepted', 'ineligible', 'withdrawn')),
  version BIGINT NOT NULL DEFAULT 1,
  created BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  sent BIGINT NOT NULL DEFAULT 0,
  decided BIGINT NOT NULL DEFAULT 0,
  reopened BIGINT NOT NULL DEFAULT 0,
  UNIQUE (edition, number)
);
CREATE INDEX entry_city ON entry (city, edition);
CREATE INDEX entry_state ON entry (edition, state, category);

CREATE TABLE answer (
  entry TEXT NOT NULL REFERENCES entry (id),
  question TEXT NOT NULL,
  value TEXT NOT NULL,
  version BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  PRIMARY KEY (entry, question)
);

-- Every version of every answer that was replaced, so that nothing typed is lost.
CREATE TABLE answer_past (
  entry TEXT NOT NULL,
  question TEXT NOT NULL,
  version BIGINT NOT NULL,
  value TEXT NOT NULL,
  changed BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  PRIMARY KEY (entry, question, version)
);

CREATE TABLE attachment (
  id TEXT PRIMARY KEY,
  entry TEXT NOT NULL REFERENCES entry (id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  media TEXT NOT NULL,
  size BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  object_key TEXT NOT NULL UNIQUE,
  thumb_key TEXT NOT NULL DEFAULT '',
  width BIGINT NOT NULL DEFAULT 0,
  height BIGINT NOT NULL DEFAULT 0,
  pages BIGINT NOT NULL DEFAULT 0,
  caption TEXT NOT NULL DEFAULT '',
  alt TEXT NOT NULL DEFAULT '',
  credit TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  public BOOLEAN NOT NULL DEFAULT FALSE,
  position BIGINT NOT NULL DEFAULT 0,
  version BIGINT NOT NULL DEFAULT 1,
  created BIGINT NOT NULL,
  created_by TEXT NOT NULL
);
CREATE INDEX attachment_entry ON attachment (entry, position);
CREATE INDEX attachment_thumb ON attachment (thumb_key);

CREATE TABLE sending (
  entry TEXT NOT NULL REFERENCES entry (id),
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  sent_by TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  doc TEXT NOT NULL,
  taken_back BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (entry, number)
);

-- Questions of the Secretariat to a city.
CREATE TABLE query (
  id TEXT PRIMARY KEY,
  entry TEXT NOT NULL REFERENCES entry (id),
  text TEXT NOT NULL,
  due BIGINT NOT NULL,
  asked BIGINT NOT NULL,
  asked_by TEXT NOT NULL,
  reply TEXT NOT NULL DEFAULT '',
  replied BIGINT NOT NULL DEFAULT 0,
  replied_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX query_entry ON query (entry, asked);

CREATE TABLE screening (
  entry TEXT PRIMARY KEY REFERENCES entry (id),
  checklist TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  screened_by TEXT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL
);

-- Judging.
CREATE TABLE judge (
  edition TEXT NOT NULL REFERENCES edition (id),
  person TEXT NOT NULL REFERENCES person (id),
  state TEXT NOT NULL CHECK (state IN ('invited', 'accepted', 'declined', 'left')),
  doc TEXT NOT NULL, -- countries, cities, organisations, languages, expertise, loads
  declared BIGINT NOT NULL DEFAULT 0,
  version BIGINT NOT NULL,
  PRIMARY KEY (edition, person)
);

CREATE TABLE conflict (
  id TEXT PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES edition (id),
  judge TEXT NOT NULL REFERENCES person (id),
  entry TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  noted_by TEXT NOT NULL
);
CREATE INDEX conflict_judge ON conflict (edition, judge);

-- The proposed panels of a round, before they are published.
CREATE TABLE plan (
  edition TEXT NOT NULL REFERENCES edition (id),
  round BIGINT NOT NULL,
  doc TEXT NOT NULL,
  seed BIGINT NOT NULL,
  version BIGINT NOT NULL,
  made BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  published BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (edition, round)
);

CREATE TABLE seat (
  id TEXT PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES edition (id),
  round BIGINT NOT NULL,
  entry TEXT NOT NULL REFERENCES entry (id),
  judge TEXT NOT NULL REFERENCES person (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'skipped', 'done', 'sent', 'recused', 'void')),
  place BIGINT NOT NULL,
  since BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  UNIQUE (edition, round, entry, judge)
);
CREATE INDEX seat_judge ON seat (judge, edition, round, place);

CREATE TABLE scoresheet (
  seat TEXT PRIMARY KEY REFERENCES seat (id),
  doc TEXT NOT NULL, -- scores, reasons, comment
  version BIGINT NOT NULL,
  changed BIGINT NOT NULL
);

-- What the jury decides, and what is sealed. No public query joins these.
CREATE TABLE decision (
  id TEXT PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  prize TEXT NOT NULL,
  entry TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL CHECK (outcome IN ('given', 'shared', 'withheld')),
  reason TEXT NOT NULL,
  departure TEXT NOT NULL DEFAULT '', -- why it departs from the order
  at BIGINT NOT NULL,
  decided_by TEXT NOT NULL,
  UNIQUE (edition, category, prize, entry)
);

CREATE TABLE seal (
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  doc TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  first_by TEXT NOT NULL,
  first_at BIGINT NOT NULL,
  second_by TEXT NOT NULL DEFAULT '',
  second_at BIGINT NOT NULL DEFAULT 0,
  opened BIGINT NOT NULL DEFAULT 0,
  opened_by TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL,
  PRIMARY KEY (edition, category),
  CHECK (second_by <> first_by)
);

-- Who goes on to the second round, and the panel's votes on ties.
CREATE TABLE finalist (
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  entry TEXT NOT NULL REFERENCES entry (id),
  at BIGINT NOT NULL,
  chosen_by TEXT NOT NULL,
  PRIMARY KEY (edition, category, entry)
);

CREATE TABLE tie_vote (
  edition TEXT NOT NULL REFERENCES edition (id),
  round INTEGER NOT NULL,
  category TEXT NOT NULL,
  entry TEXT NOT NULL REFERENCES entry (id),
  votes INTEGER NOT NULL CHECK (votes >= 0),
  at BIGINT NOT NULL,
  noted_by TEXT NOT NULL,
  PRIMARY KEY (edition, round, entry)
);

-- The jury's record; events hold only the hash of a line. Never changed.
CREATE TABLE minute (
  id TEXT PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  kind TEXT NOT NULL,
  doc TEXT NOT NULL,
  at BIGINT NOT NULL,
  written_by TEXT NOT NULL
);
CREATE INDEX minute_category ON minute (edition, category, at);

-- The ceremony's run sheet.
CREATE TABLE show (
  edition TEXT PRIMARY KEY REFERENCES edition (id),
  doc TEXT NOT NULL,
  version BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  changed_by TEXT NOT NULL
);

-- The public library: narrow rows for lists, the text beside them.
CREATE TABLE practice (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  edition_name TEXT NOT NULL,
  year BIGINT NOT NULL,
  ceremony_city TEXT NOT NULL DEFAULT '',
  category TEXT NOT NULL DEFAULT '',
  category_key TEXT NOT NULL DEFAULT '',
  prize TEXT NOT NULL DEFAULT '',
  prize_rank BIGINT NOT NULL DEFAULT 0,
  city TEXT NOT NULL REFERENCES city (id),
  city_name TEXT NOT NULL,
  country TEXT NOT NULL,
  region TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  summary TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT 'en',
  entry TEXT NOT NULL DEFAULT '',
  sources TEXT NOT NULL DEFAULT '',
  sample BOOLEAN NOT NULL DEFAULT FALSE,
  published BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL DEFAULT 0,
  notice TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX practice_year ON practice (year, category_key);
CREATE INDEX practice_city ON practice (city);

CREATE TABLE practice_text (
  practice TEXT PRIMARY KEY REFERENCES practice (id),
  parts TEXT NOT NULL
);

-- Which attachments of an entry stand on a practice's page.
CREATE TABLE practice_file (
  practice TEXT NOT NULL REFERENCES practice (id),
  attachment TEXT NOT NULL REFERENCES attachment (id),
  PRIMARY KEY (practice, attachment)
);

-- One row: how often what the library shows has changed.
CREATE TABLE shelf (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision BIGINT NOT NULL
);
INSERT INTO shelf (id, revision) VALUES (1, 0);

-- Every deed, in the order in which it was done. Never changed.
CREATE TABLE event (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  deed TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  edition TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL,
  salt TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX event_subject ON event (subject, seq);
CREATE INDEX event_edition ON event (edition, seq);

-- The outbox.
CREATE TABLE mail (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  language TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  action TEXT NOT NULL,
  link TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
  attempts BIGINT NOT NULL DEFAULT 0,
  next_try BIGINT NOT NULL,
  created BIGINT NOT NULL,
  sent BIGINT NOT NULL DEFAULT 0,
  problem TEXT NOT NULL DEFAULT ''
);
CREATE INDEX mail_state ON mail (state, next_try);
CREATE INDEX mail_recipient ON mail (recipient, created);

-- +goose Down
SELECT 1;
