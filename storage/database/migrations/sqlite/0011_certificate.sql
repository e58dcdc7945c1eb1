-- +goose Up

-- The certificate of a prize of an open result; its code stands on the paper.
-- There is no row before the opening: it would tell who wins.
CREATE TABLE certificate (
  code TEXT PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  prize TEXT NOT NULL,
  entry TEXT NOT NULL REFERENCES entry (id),
  name TEXT NOT NULL DEFAULT '', -- of the city as it is to be printed; '' = as it is called
  local_name TEXT NOT NULL DEFAULT '',
  made INTEGER NOT NULL,
  UNIQUE (edition, category, prize, entry)
) STRICT;
CREATE INDEX certificate_entry ON certificate (entry);

-- What became of prizes after their result was opened. Never changed.
CREATE TABLE amendment (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  prize TEXT NOT NULL,
  entry TEXT NOT NULL REFERENCES entry (id),
  act TEXT NOT NULL CHECK (act IN ('revoked', 'returned', 'restored', 'promoted')),
  city TEXT NOT NULL DEFAULT '', -- of who is promoted, on that day
  title TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  done_by TEXT NOT NULL
) STRICT;
CREATE INDEX amendment_edition ON amendment (edition, seq);
CREATE INDEX amendment_entry ON amendment (entry, seq);

-- +goose Down
SELECT 1;
