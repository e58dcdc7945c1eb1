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
  confirmed BIGINT NOT NULL,
  confirmed_by TEXT NOT NULL,
  sound_key TEXT NOT NULL,
  sound_media TEXT NOT NULL,
  sound_size BIGINT NOT NULL,
  sound_sha256 TEXT NOT NULL,
  sound_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX said_sound ON said (sound_key);

-- +goose Down
SELECT 1;
