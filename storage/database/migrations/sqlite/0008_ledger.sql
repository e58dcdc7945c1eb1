-- +goose Up

-- The place of an event in the log, counted from 0. It is given before the next
-- checkpoint and then never changed.
ALTER TABLE event ADD COLUMN leaf INTEGER;
CREATE UNIQUE INDEX event_leaf ON event (leaf);

-- Signed heads of the log. Never changed.
CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  why TEXT NOT NULL,
  signed TEXT NOT NULL
) STRICT;

-- What outsiders can check of a sealed result before it is opened.
ALTER TABLE seal ADD COLUMN commitment TEXT NOT NULL DEFAULT '';

-- The first of the two acts that open results; category '' = all that are sealed.
CREATE TABLE opening (
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (edition, category)
) STRICT;

-- +goose Down
SELECT 1;
