-- +goose Up

-- What a sealed result was computed from, so that anybody can compute it again.
ALTER TABLE seal ADD COLUMN inputs TEXT NOT NULL DEFAULT '';
