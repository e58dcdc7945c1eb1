-- +goose Up

-- The copies of a picture that its public pages show, once more as WebP.
ALTER TABLE attachment ADD COLUMN thumb_webp_key TEXT NOT NULL DEFAULT '';
ALTER TABLE attachment ADD COLUMN wide_webp_key TEXT NOT NULL DEFAULT '';
CREATE INDEX attachment_thumb_webp ON attachment (thumb_webp_key);
CREATE INDEX attachment_wide_webp ON attachment (wide_webp_key);

-- +goose Down
SELECT 1;
