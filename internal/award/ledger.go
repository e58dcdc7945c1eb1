package award

// Checkpoint is a signed head of the log of events, as it was kept and given to
// people outside.
type Checkpoint struct {
	Size   int64  `db:"size"` // how many events it covers
	At     Time   `db:"at"`
	Why    string `db:"why"` // what it was made for: hourly, seal, opening, or the stage that began
	Signed string `db:"signed"`
}

// OpeningAsk is the first of the two acts that open results to the public.
type OpeningAsk struct {
	Edition  ID     `db:"edition"`
	Category string `db:"category"` // empty = all that are sealed
	By       ID     `db:"asked_by"`
	At       Time   `db:"at"`
}
