-- +goose Up
-- The proof of the proposal from which a round's draft began: the engine's input,
-- plan and certificate, as anybody can check them.
CREATE TABLE proof (
  edition TEXT NOT NULL REFERENCES edition (id),
  round INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (edition, round)
) STRICT;

-- +goose Down
SELECT 1;
