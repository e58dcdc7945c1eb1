-- +goose Up

-- The film of a part of a run sheet, and its captions.
CREATE TABLE show_file (
  edition TEXT NOT NULL REFERENCES edition (id),
  part TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('film', 'captions')),
  name TEXT NOT NULL,
  media TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  object_key TEXT NOT NULL,
  created INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (edition, part, kind)
) STRICT;
CREATE INDEX show_file_object ON show_file (object_key);

-- +goose Down
SELECT 1;
