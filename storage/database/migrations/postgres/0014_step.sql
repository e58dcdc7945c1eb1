-- +goose Up

-- Where a show stands in its windows: one row for the real one of an edition and
-- one for its rehearsal.
CREATE TABLE show_step (
  edition TEXT NOT NULL REFERENCES edition (id),
  kind TEXT NOT NULL CHECK (kind IN ('real', 'rehearsal')),
  doc TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (edition, kind)
);

-- +goose Down
SELECT 1;
