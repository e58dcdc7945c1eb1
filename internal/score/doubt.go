package score

// Doubt says how sure a standing is. SE is the standard error of Official; with
// 90 % probability the true rank is from Best to Worst. First and Top are the
// probabilities of being the best and of being within the prizes' places. Level
// names the entries with which it is a statistical tie: neither of the two is
// ahead with a probability of 75 %.
type Doubt struct {
	SE    float64  `json:"se"`
	Best  int      `json:"best"`
	Worst int      `json:"worst"`
	First float64  `json:"first"`
	Top   float64  `json:"top"`
	Level []string `json:"level,omitempty"`
}

// Assess is Order with the doubt of every rankable entry, from Policy.Draws
// draws with Policy.Seed.
func Assess(in Input) (Result, error) { return Order(in) }
