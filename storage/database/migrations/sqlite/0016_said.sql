-- +goose Up

-- What a city says for the ceremony about an entry that is judged.
CREATE TABLE said (
  entry TEXT PRIMARY KEY REFERENCES entry (id),
  screen TEXT NOT NULL,
  name TEXT NOT NULL,
  local_name TEXT NOT NULL,
  say TEXT NOT NULL,
  accepts TEXT NOT NULL,
  comes TEXT NOT NULL CHECK (comes IN ('', 'yes', 'no')),
  confirmed INTEGER NOT NULL,
  confirmed_by TEXT NOT NULL,
  sound_key TEXT NOT NULL,
  sound_media TEXT NOT NULL,
  sound_size INTEGER NOT NULL,
  sound_sha256 TEXT NOT NULL,
  sound_at INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX said_sound ON said (sound_key);

-- +goose Down
SELECT 1;
