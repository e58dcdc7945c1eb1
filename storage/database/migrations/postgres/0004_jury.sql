-- +goose Up

-- Scores that a judge gave anew in the jury's meeting. The scoresheet stays as
-- it was sent; the last row of a seat counts instead of it. Never changed.
CREATE TABLE rescore (
  id TEXT PRIMARY KEY,
  seat TEXT NOT NULL REFERENCES seat (id),
  doc TEXT NOT NULL, -- the scores by criterion
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  noted_by TEXT NOT NULL
);
CREATE INDEX rescore_seat ON rescore (seat, at);

-- Who is at the jury's meeting.
CREATE TABLE attendance (
  edition TEXT NOT NULL REFERENCES edition (id),
  person TEXT NOT NULL REFERENCES person (id),
  how TEXT NOT NULL CHECK (how IN ('room', 'remote', 'away')),
  at BIGINT NOT NULL,
  noted_by TEXT NOT NULL,
  PRIMARY KEY (edition, person)
);

-- Places that the jury adds to a prize in one category.
CREATE TABLE extra_place (
  id TEXT PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  prize TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  added_by TEXT NOT NULL
);
CREATE INDEX extra_place_category ON extra_place (edition, category);

-- Comments of scoresheets that do not go to the city.
CREATE TABLE held_comment (
  seat TEXT PRIMARY KEY REFERENCES seat (id),
  at BIGINT NOT NULL,
  held_by TEXT NOT NULL
);

-- What a city is told of its entry, as it was released. Before that there is no
-- row, so no page can show one. Never changed.
CREATE TABLE letter (
  entry TEXT PRIMARY KEY REFERENCES entry (id),
  edition TEXT NOT NULL REFERENCES edition (id),
  category TEXT NOT NULL,
  doc TEXT NOT NULL,
  at BIGINT NOT NULL,
  released_by TEXT NOT NULL
);
CREATE INDEX letter_category ON letter (edition, category);

-- +goose Down
SELECT 1;
