package award

// Checkpoint is a signed head of the log of events, as it was kept and given to
// people outside.
type Checkpoint struct {
	Size   int64  `db:"size"` // how many events it covers
	At     Time   `db:"at"`
	Why    string `db:"why"` // what it was made for: hourly, seal, opening, or the stage that began
	Signed string `db:"signed"`
}
