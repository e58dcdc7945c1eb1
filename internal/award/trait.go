package award

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// Traits are what a practice is filtered by beside its edition, prize and city.
// They are read out of its public answers and nothing else, so that what a city
// held back shows in no filter. Empty = not known.
type Traits struct {
	Technologies []string `json:"technologies,omitempty"`
	Goals        []string `json:"goals,omitempty"` // numbers of Sustainable Development Goals
	Status       string   `json:"status,omitempty"`
	Cost         string   `json:"cost,omitempty"` // a band of what it cost to build
	Openness     []string `json:"openness,omitempty"`
}

// Technologies, CostBands, Openings and Statuses list the values of traits in
// the order of pages.
var (
	Technologies = []string{"ai", "analysis", "sensors", "maps", "mobile", "forms", "identity", "payment", "registers", "blockchain", "cloud", "drones", "video", "networks", "automation", "twins"}
	CostBands    = []string{"under_100k", "100k_1m", "1m_10m", "over_10m"}
	Openings     = []string{"code", "data", "documents"}
	Statuses     = []string{"pilot", "running", "scaled", "ended"}
)

// TraitsOf reads the traits of a practice out of its public answers. The words
// that tell a technology and what is open are a table; sums are compared in US
// dollars at the round rates of a table, which is enough for bands that differ
// by ten.
func TraitsOf(parts []PracticePart) Traits {
	var t Traits
	for _, p := range parts {
		switch {
		case p.Question == "status" && slices.Contains(Statuses, p.Value):
			t.Status = p.Value
		case p.Kind == Goals:
			t.Goals = slices.DeleteFunc(List(p.Value), func(goal string) bool { return !isGoal(goal) })
		case p.Kind == Money:
			t.Cost = costBand(p.Value)
		}
	}
	t.Technologies = TechnologiesIn(written(parts, "technology", "solution", "title", "one_line", "summary"))
	open := plainWords(written(parts, "transfer", "technology"))
	for _, of := range traitWords()["open"] {
		if !slices.Contains(t.Openness, of.value) && of.in(open) {
			t.Openness = append(t.Openness, of.value)
		}
	}
	return t
}

func isGoal(number string) bool {
	n, err := strconv.Atoi(number)
	return err == nil && n >= 1 && n <= 17 && strconv.Itoa(n) == number
}

// TechnologiesIn lists the technologies that a text names, in their order.
func TechnologiesIn(text string) []string {
	plain := plainWords(text)
	var named []string
	for _, of := range traitWords()["technology"] {
		if !slices.Contains(named, of.value) && of.in(plain) {
			named = append(named, of.value)
		}
	}
	return named
}

// writtenMost is how many bytes of answers are read for words: more than the
// questions allow.
const writtenMost = 8 << 10

func written(parts []PracticePart, questions ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if slices.Contains(questions, p.Question) {
			b.WriteString(p.Value)
			b.WriteByte('\n')
		}
	}
	return b.String()[:min(b.Len(), writtenMost)]
}

// traits.tsv holds lines of a kind ("technology", "open" or "rate"), a value and
// what tells it: words and beginnings of words, with bars between, that end in
// a full stop when they are whole; or how many of a currency are one US dollar.
//
//go:embed data/traits.tsv
var traitTable string

// telling is a value with the words that tell it.
type telling struct {
	value string
	words []string
	rate  float64 // of a currency
}

func (t telling) in(plain string) bool {
	return slices.ContainsFunc(t.words, func(word string) bool { return strings.Contains(plain, word) })
}

var traitWords = sync.OnceValue(func() map[string][]telling {
	of := map[string][]telling{}
	for line := range strings.Lines(traitTable) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		t := telling{value: cells[1]}
		t.rate, _ = strconv.ParseFloat(cells[2], 64)
		for word := range strings.SplitSeq(cells[2], "|") {
			t.words = append(t.words, " "+strings.Replace(word, ".", " ", 1))
		}
		of[cells[0]] = append(of[cells[0]], t)
	}
	return of
})

// plainWords is a text in small letters with one space around each word.
func plainWords(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	return " " + strings.Join(words, " ") + " "
}

// costBand is the band of the first sum of a table of costs: what it took to
// build. "" where the sum or its currency is not known.
func costBand(value string) string {
	rows := Rows(value)
	if len(rows) == 0 || len(rows[0]) < 3 {
		return ""
	}
	sum, err := strconv.ParseFloat(strings.NewReplacer(",", "", " ", "", "\u00a0", "").Replace(rows[0][1]), 64)
	if err != nil || sum <= 0 {
		return ""
	}
	currency := strings.ToLower(strings.TrimSpace(rows[0][2]))
	at := slices.IndexFunc(traitWords()["rate"], func(r telling) bool { return r.value == currency })
	if at < 0 {
		return ""
	}
	switch dollars := sum / traitWords()["rate"][at].rate; {
	case dollars < 1e5:
		return CostBands[0]
	case dollars < 1e6:
		return CostBands[1]
	case dollars < 1e7:
		return CostBands[2]
	}
	return CostBands[3]
}
