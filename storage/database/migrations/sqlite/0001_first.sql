-- +goose Up

-- People and what gives them rights.
CREATE TABLE person (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  zone TEXT NOT NULL,
  created INTEGER NOT NULL,
  disabled INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A role that a person holds; edition '' = in every edition.
CREATE TABLE role (
  person TEXT NOT NULL REFERENCES person (id),
  role TEXT NOT NULL CHECK (role IN ('judge', 'chair', 'officer', 'admin', 'producer')),
  edition TEXT NOT NULL DEFAULT '',
  since INTEGER NOT NULL,
  PRIMARY KEY (person, role, edition)
) STRICT;

CREATE TABLE session (
  token TEXT PRIMARY KEY, -- SHA-256 of the cookie's value
  person TEXT NOT NULL DEFAULT '',
  data BLOB NOT NULL,
  expires INTEGER NOT NULL
) STRICT;
CREATE INDEX session_expires ON session (expires);
CREATE INDEX session_person ON session (person);

-- A mailed link and code that signs somebody in once.
CREATE TABLE sign_in (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  code_hash TEXT NOT NULL,
  next TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0
) STRICT;
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
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  answered INTEGER NOT NULL DEFAULT 0,
  accepted INTEGER NOT NULL DEFAULT FALSE
) STRICT;
CREATE INDEX invitation_email ON invitation (email);

CREATE TABLE city (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  local_name TEXT NOT NULL DEFAULT '',
  country TEXT NOT NULL,
  region TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '',
  population INTEGER NOT NULL DEFAULT 0,
  membership TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  sample INTEGER NOT NULL DEFAULT FALSE,
  UNIQUE (name, country)
) STRICT;

CREATE TABLE membership (
  city TEXT NOT NULL REFERENCES city (id),
  person TEXT NOT NULL REFERENCES person (id),
  can TEXT NOT NULL CHECK (can IN ('read', 'edit', 'send')),
  since INTEGER NOT NULL,
  PRIMARY KEY (city, person)
) STRICT;
CREATE INDEX membership_person ON membership (person);

-- Editions: one document each.
CREATE TABLE edition (
  id TEXT PRIMARY KEY,
  year INTEGER NOT NULL UNIQUE,
  name TEXT NOT NULL,
  doc TEXT NOT NULL,
  version INTEGER NOT NULL,
  next_number INTEGER NOT NULL DEFAULT 1 -- of the next entry
) STRICT;

-- Entries: narrow rows; long text lives in answer.
CREATE TABLE entry (
  id TEXT PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES edition (id),
  city TEXT NOT NULL REFERENCES city (id),
  number INTEGER NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  category TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'returned', 'accepted', 'ineligible', 'withdrawn')),
  version INTEGER NOT NULL DEFAULT 1,
  created INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0,
  decided INTEGER NOT NULL DEFAULT 0,
  reopened INTEGER NOT NULL DEFAULT 0,
  UNIQUE (edition, number)
) STRICT;
CREATE INDEX entry_city ON entry (city, edition);
CREATE INDEX entry_state ON entry (edition, state, category);

CREATE TABLE answer (
  entry TEXT NOT NULL REFERENCES entry (id),
  question TEXT NOT NULL,
  value TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  PRIMARY KEY (entry, question)
) STRICT;

-- Every version of every answer that was replaced, so that nothing typed is lost.
CREATE TABLE answer_past (
  entry TEXT NOT NULL,
  question TEXT NOT NULL,
  version INTEGER NOT NULL,
  value TEXT NOT NULL,
  changed INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  PRIMARY KEY (entry, question, version)
) STRICT;

CREATE TABLE attachment (
  id TEXT PRIMARY KEY,
  entry TEXT NOT NULL REFERENCES entry (id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  media TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  object_key TEXT NOT NULL UNIQUE,
  thumb_key TEXT NOT NULL DEFAULT '',
  width INTEGER NOT NULL DEFAULT 0,
  height INTEGER NOT NULL DEFAULT 0,
  pages INTEGER NOT NULL DEFAULT 0,
  caption TEXT NOT NULL DEFAULT '',
  alt TEXT NOT NULL DEFAULT '',
  credit TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  public INTEGER NOT NULL DEFAULT FALSE,
  position INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1,
  created INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT;
CREATE INDEX attachment_entry ON attachment (entry, position);
CREATE INDEX attachment_thumb ON attachment (thumb_key);

CREATE TABLE sending (
  entry TEXT NOT NULL REFERENCES entry (id),
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  sent_by TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  doc TEXT NOT NULL,
  taken_back INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (entry, number)
) STRICT;

-- Questions of the Secretariat to a city.
CREATE TABLE query (
  id TEXT PRIMARY KEY,
  entry TEXT NOT NULL REFERENCES entry (id),
  text TEXT NOT NULL,
  due INTEGER NOT NULL,
  asked INTEGER NOT NULL,
  asked_by TEXT NOT NULL,
  reply TEXT NOT NULL DEFAULT '',
  replied INTEGER NOT NULL DEFAULT 0,
  replied_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX query_entry ON query (entry, asked);

CREATE TABLE screening (
  entry TEXT PRIMARY KEY REFERENCES entry (id),
  checklist TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  screened_by TEXT NOT NULL,
  at INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;

-- Judging.
CREATE TABLE judge (
  edition TEXT NOT NULL REFERENCES edition (id),
  person TEXT NOT NULL REFERENCES person (id),
  state TEXT NOT NULL CHECK (state IN ('invited', 'accepted', 'declined', 'left')),
  doc TEXT NOT NULL, -- countries, cities, organisations, languages, expertise, loads
  declared INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL,
  PRIMARY KEY (edition, person)
) STRICT;

CREATE TABLE conflict (
  id TEXT PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES edition (id),
  judge TEXT NOT NULL REFERENCES person (id),
  entry TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  noted_by TEXT NOT NULL
) STRICT;
CREATE INDEX conflict_judge ON conflict (edition, judge);

-- The proposed panels of a round, before they are published.
CREATE TABLE plan (
  edition TEXT NOT NULL REFERENCES edition (id),
  round INTEGER NOT NULL,
  doc TEXT NOT NULL,
  seed INTEGER NOT NULL,
  version INTEGER NOT NULL,
  made INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  published INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (edition, round)
) STRICT;

CREATE TABLE seat (
  id TEXT PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES edition (id),
  round INTEGER NOT NULL,
  entry TEXT NOT NULL REFERENCES entry (id),
  judge TEXT NOT NULL REFERENCES person (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'skipped', 'done', 'sent', 'recused', 'void')),
  place INTEGER NOT NULL,
  since INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (edition, round, entry, judge)
) STRICT;
CREATE INDEX seat_judge ON seat (judge, edition, round, place);

CREATE TABLE scoresheet (
  seat TEXT PRIMARY KEY REFERENCES seat (id),
  doc TEXT NOT NULL, -- scores, reasons, comment
  version INTEGER NOT NULL,
  changed INTEGER NOT NULL
) STRICT;

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
  at INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  UNIQUE (edition, category, prize, entry)
) STRICT;

CREATE TABLE seal (
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  doc TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  first_by TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  second_by TEXT NOT NULL DEFAULT '',
  second_at INTEGER NOT NULL DEFAULT 0,
  opened INTEGER NOT NULL DEFAULT 0,
  opened_by TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL,
  PRIMARY KEY (edition, category),
  CHECK (second_by <> first_by)
) STRICT;

-- Who goes on to the second round, and the panel's votes on ties.
CREATE TABLE finalist (
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  entry TEXT NOT NULL REFERENCES entry (id),
  at INTEGER NOT NULL,
  chosen_by TEXT NOT NULL,
  PRIMARY KEY (edition, category, entry)
) STRICT;

CREATE TABLE tie_vote (
  edition TEXT NOT NULL REFERENCES edition (id),
  round INTEGER NOT NULL,
  category TEXT NOT NULL,
  entry TEXT NOT NULL REFERENCES entry (id),
  votes INTEGER NOT NULL CHECK (votes >= 0),
  at INTEGER NOT NULL,
  noted_by TEXT NOT NULL,
  PRIMARY KEY (edition, round, entry)
) STRICT;

-- The jury's record; events hold only the hash of a line. Never changed.
CREATE TABLE minute (
  id TEXT PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  kind TEXT NOT NULL,
  doc TEXT NOT NULL,
  at INTEGER NOT NULL,
  written_by TEXT NOT NULL
) STRICT;
CREATE INDEX minute_category ON minute (edition, category, at);

-- The ceremony's run sheet.
CREATE TABLE show (
  edition TEXT PRIMARY KEY REFERENCES edition (id),
  doc TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;

-- The public library: narrow rows for lists, the text beside them.
CREATE TABLE practice (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  edition_name TEXT NOT NULL,
  year INTEGER NOT NULL,
  ceremony_city TEXT NOT NULL DEFAULT '',
  category TEXT NOT NULL DEFAULT '',
  category_key TEXT NOT NULL DEFAULT '',
  prize TEXT NOT NULL DEFAULT '',
  prize_rank INTEGER NOT NULL DEFAULT 0,
  city TEXT NOT NULL REFERENCES city (id),
  city_name TEXT NOT NULL,
  country TEXT NOT NULL,
  region TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  summary TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT 'en',
  entry TEXT NOT NULL DEFAULT '',
  sources TEXT NOT NULL DEFAULT '',
  sample INTEGER NOT NULL DEFAULT FALSE,
  published INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL DEFAULT 0,
  notice TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX practice_year ON practice (year, category_key);
CREATE INDEX practice_city ON practice (city);

CREATE TABLE practice_text (
  practice TEXT PRIMARY KEY REFERENCES practice (id),
  parts TEXT NOT NULL
) STRICT;

-- Which attachments of an entry stand on a practice's page.
CREATE TABLE practice_file (
  practice TEXT NOT NULL REFERENCES practice (id),
  attachment TEXT NOT NULL REFERENCES attachment (id),
  PRIMARY KEY (practice, attachment)
) STRICT;

-- One row: how often what the library shows has changed.
CREATE TABLE shelf (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL
) STRICT;
INSERT INTO shelf (id, revision) VALUES (1, 0);

-- Every deed, in the order in which it was done. Never changed.
CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  deed TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  edition TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL,
  salt TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
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
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try INTEGER NOT NULL,
  created INTEGER NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0,
  problem TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX mail_state ON mail (state, next_try);
CREATE INDEX mail_recipient ON mail (recipient, created);

-- +goose Down
SELECT 1;
