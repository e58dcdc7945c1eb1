-- +goose Up

-- What each practice is filtered by, read out of its public answers, and the
-- revision of the library at which these were written: narrow rows, so that
-- neither filters nor the question which texts have changed reads the texts.
CREATE TABLE practice_trait (
  practice TEXT PRIMARY KEY REFERENCES practice (id),
  doc TEXT NOT NULL,
  revision INTEGER NOT NULL
) STRICT;

-- +goose Down
SELECT 1;
