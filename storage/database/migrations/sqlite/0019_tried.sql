-- +goose Up

-- Faults by the place that they came from: wrong phrases of a person, wrong codes
-- and asked mails of a network. Place is a hash; rows go when their time is over.
CREATE TABLE tried (
  place TEXT PRIMARY KEY,
  faults INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT;
CREATE INDEX tried_until ON tried (until);

-- +goose Down
SELECT 1;
