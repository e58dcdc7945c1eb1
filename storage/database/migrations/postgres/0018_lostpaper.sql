-- +goose Up

-- Two people may draw another phrase for the paper envelope of a category: the
-- first act waits here like that of an opening, with the reason. What waits now
-- was asked within a day and is asked again.
DROP TABLE opening;
CREATE TABLE opening (
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('public', 'minute', 'work', 'paper')),
  asked_by TEXT NOT NULL,
  at BIGINT NOT NULL,
  minute BIGINT NOT NULL DEFAULT 0,
  peeled TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (edition, category, purpose)
);

-- +goose Down
SELECT 1;
