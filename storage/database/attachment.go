package database

import "we-gov.org/awards/internal/award"

const attachmentColumns = `id, entry, kind, name, media, size, sha256, object_key, thumb_key, wide_key, thumb_webp_key, wide_webp_key, width, height, pages, caption, alt, credit, language, public, position, version, created, created_by`

// AddAttachment stores the row of an attachment whose object is already kept.
func (tx *Tx) AddAttachment(a award.Attachment) error {
	return tx.exec(`INSERT INTO attachment (`+attachmentColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.ID, a.Entry, a.Kind, a.Name, a.Media, a.Size, a.SHA256, a.Key, a.Thumb, a.Wide, a.ThumbWebP, a.WideWebP, a.Width, a.Height, a.Pages,
		a.Caption, a.Alt, a.Credit, a.Language, a.Public, a.Position, a.Version, a.Created, a.By)
}

// SaveAttachment overwrites caption, alternative text, credit, language,
// publicity and position of an attachment still at a.Version; else ErrConflict.
func (tx *Tx) SaveAttachment(a *award.Attachment) error {
	err := tx.execOne(`UPDATE attachment SET caption = ?, alt = ?, credit = ?, language = ?, public = ?, position = ?, version = version + 1
		WHERE id = ? AND version = ?`, a.Caption, a.Alt, a.Credit, a.Language, a.Public, a.Position, a.ID, a.Version)
	if err == nil {
		a.Version++
	}
	return err
}

// RemoveAttachment deletes the row of an attachment; its object goes after.
func (tx *Tx) RemoveAttachment(id award.ID) error {
	return tx.execOne(`DELETE FROM attachment WHERE id = ?`, id)
}

// Attachment returns an attachment of an entry: the pair must match, so that
// the ID of another entry's file opens nothing.
func (tx *Tx) Attachment(entry, id award.ID) (a award.Attachment, err error) {
	err = tx.get(&a, `SELECT `+attachmentColumns+` FROM attachment WHERE id = ? AND entry = ?`, id, entry)
	return a, err
}

// Attachments returns an entry's attachments in their order.
func (tx *Tx) Attachments(entry award.ID) (all []award.Attachment, err error) {
	err = tx.list(&all, `SELECT `+attachmentColumns+` FROM attachment WHERE entry = ? ORDER BY position, created, id`, entry)
	return all, err
}

// NamesObject reports whether any row names the object with the given key.
func (tx *Tx) NamesObject(key string) (bool, error) {
	var n int
	err := tx.get(&n, `SELECT (SELECT COUNT(*) FROM attachment WHERE object_key = ? OR thumb_key = ? OR wide_key = ?
		OR thumb_webp_key = ? OR wide_webp_key = ?) + (SELECT COUNT(*) FROM said WHERE sound_key = ?)
		+ (SELECT COUNT(*) FROM show_file WHERE object_key = ?)`, key, key, key, key, key, key, key)
	return n > 0, err
}

// NamesAnyObject reports whether any row names an object.
func (tx *Tx) NamesAnyObject() (bool, error) {
	var n int
	err := tx.get(&n, `SELECT COUNT(*) FROM attachment`)
	return n > 0, err
}
