package library

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
)

// The fields of the index, with their weight: what a practice and its city are
// called says more than that a word stands somewhere in its text.
const (
	fieldTitle = iota
	fieldPlace
	fieldLabel
	fieldSummary
	fieldBody
	fieldCount
)

var weights = [fieldCount]float64{fieldTitle: 4, fieldPlace: 3, fieldLabel: 2, fieldSummary: 2, fieldBody: 1}

// text is the text of one practice as it is indexed, by field.
type text struct {
	id       award.ID
	language string
	fields   [fieldCount]string
}

// index finds practices by their text. It lives in memory, is never changed
// once built, and is safe for concurrent use.
//
// # Why in memory, and why our own
//
// The library is small against memory (10,000 practices of 2,600 words at
// most), what is not published is in no file that could leak, and several
// instances of the program never argue about one file. Bleve's index was here
// before; with 10,000 practices it took 95 s of processor time and 1.9 GB to
// build and 5 ms half of the time to answer, and a change meant building all of
// it anew. What a search needs is little: which term stands where. That is a
// sorted list of terms and one stretch of bytes for each. A change is a small
// part beside the large one, in which the practices that it replaces are marked
// as gone; when it has grown, both become one again.
type index struct {
	parts     []part
	ids       []award.ID // by document number over all parts; "" = gone
	languages []string   // of the texts
}

// part is a segment whose documents begin at a number.
type part struct {
	*segment
	first int
}

// newIndex makes an index of a large segment and one that replaces some of its
// practices, which may be nil. Only practices that still stand are found.
func newIndex(languages []string, stands func(award.ID) bool, segments ...*segment) *index {
	x := &index{languages: languages}
	for _, s := range segments {
		x.parts = append(x.parts, part{s, len(x.ids)})
		for i, id := range x.ids {
			if slices.Contains(s.ids, id) {
				x.ids[i] = ""
			}
		}
		x.ids = append(x.ids, s.ids...)
	}
	for i, id := range x.ids {
		if !stands(id) {
			x.ids[i] = ""
		}
	}
	return x
}

// rarity is what finding a term says: the rarer it is, the more.
func (x *index) rarity(documents int) float32 {
	with := float64(documents)
	return float32(math.Log(1 + (float64(len(x.ids))-with+0.5)/(with+0.5)))
}

// count is how many documents have a term, those that are gone included.
func (x *index) count(term string) (n int) {
	for _, p := range x.parts {
		n += p.postings(term).left
	}
	return n
}

// score raises the scores of documents, by number, to what a way is worth in
// them.
func (x *index) score(w way, into []float32) {
	if len(w.terms) == 1 {
		x.scoreTerm(w.terms[0], w.weight, into)
		return
	}
	var worth float32
	for _, term := range w.terms {
		n := x.count(term)
		if n == 0 {
			return
		}
		worth += x.rarity(n)
	}
	worth *= w.weight / float32(len(w.terms))
	for _, p := range x.parts {
		p.together(w, worth, into[p.first:])
	}
}

func (x *index) scoreTerm(term string, weight float32, into []float32) {
	n := x.count(term)
	if n == 0 {
		return
	}
	weight *= x.rarity(n)
	for _, p := range x.parts {
		for at := p.postings(term); at.next(); {
			into[p.first+at.doc] = max(into[p.first+at.doc], weight*at.worth)
		}
	}
}

// together scores the documents of a part that have all terms of a way, at
// their places where the way says them.
func (p part) together(w way, worth float32, into []float32) {
	all := make([]postings, len(w.terms))
	for i, term := range w.terms {
		all[i] = p.postings(term)
	}
	rarest, walks := 0, make([]walking, len(all))
	for i := range all {
		if all[i].left < all[rarest].left {
			rarest = i
		}
	}
	for all[rarest].next() {
		doc, least := all[rarest].doc, all[rarest].worth
		for i := range all {
			for all[i].doc < doc && all[i].next() {
			}
			if all[i].doc != doc {
				least = 0
				break
			}
			least = min(least, all[i].worth)
		}
		if least > 0 && (w.at == nil || inPlace(all, w.at, walks)) {
			into[doc] = max(into[doc], worth*least)
		}
	}
}

// inPlace reports whether the present document has the terms as far from each
// other as asked, which grows along the way. It stops at the first place where
// it has.
func inPlace(all []postings, at []int, walks []walking) bool {
	for i := range all {
		walks[i] = walking{rest: all[i].where}
		if !walks[i].next() {
			return false
		}
	}
	for i := 1; i < len(all); {
		away := uint64(at[i] - at[0]) //nolint:gosec // it grows
		switch want := walks[0].at + away; {
		case !walks[i].to(want):
			return false
		case walks[i].at == want:
			i++
		case !walks[0].to(walks[i].at - away):
			return false
		default:
			i = 1
		}
	}
	return true
}

// unitScores gives each document what a unit is worth in it: the best of its
// ways; found is false when it stands nowhere.
func (x *index) unitScores(u unit) (best []float32, found bool) {
	best = make([]float32, len(x.ids))
	for _, w := range u.ways {
		x.score(w, best)
	}
	return best, x.stands(best)
}

// stands takes what is gone out of the scores, and reports whether any is left.
func (x *index) stands(scores []float32) (any bool) {
	for at := range scores {
		if x.ids[at] == "" {
			scores[at] = 0
		}
		any = any || scores[at] > 0
	}
	return any
}

// answer is what the index says to a search.
type answer struct {
	scores  []float32 // by document number; 0 = not found
	instead []Instead // words that stand nowhere, with what was looked for instead
	missing []string  // words that stand nowhere and have nothing near
	loose   bool      // no practice has all the words: these have some of them
}

// Instead says that a word stands nowhere and which near words were taken.
type Instead struct {
	Word string
	Near []string
}

// search finds the documents that hold every word of a text; where none does,
// those that hold at least half of them.
func (x *index) search(text string) answer { return x.answer(x.ask(text)) }

// insteadMost is for how many words that stand nowhere near ones are sought, as
// that means going through all words of the library.
const insteadMost = 4

func (x *index) answer(units []unit) answer {
	var a answer
	var each [][]float32
	looked := 0
	for _, u := range units {
		scores, found := x.unitScores(u)
		if !found && looked < insteadMost {
			scores, found = x.instead(u, &a)
			looked++
		}
		if !found {
			a.missing = append(a.missing, u.said)
		}
		each = append(each, scores)
	}
	a.scores = make([]float32, len(x.ids))
	if x.join(each, len(each), a.scores) == 0 && len(each) > 1 {
		a.loose = x.join(each, (len(each)+1)/2, a.scores) > 0
	}
	return a
}

// join sums the scores of documents that hold at least some units, and counts
// them.
func (x *index) join(each [][]float32, least int, into []float32) int {
	n := 0
	for at := range x.ids {
		var sum float32
		held := 0
		for _, scores := range each {
			if scores[at] > 0 {
				sum, held = sum+scores[at], held+1
			}
		}
		if into[at] = 0; held >= least && held > 0 {
			into[at] = sum
			n++
		}
	}
	return n
}

// instead looks for what is near to a unit that stands nowhere: a run of pairs
// by most of them, a word by its near words, or by two words that it is made of.
func (x *index) instead(u unit, a *answer) ([]float32, bool) {
	if u.dense {
		return x.mostOf(u.ways[0])
	}
	if u.exact {
		return make([]float32, len(x.ids)), false
	}
	near := x.near(u)
	if near == nil {
		near = x.apart(u)
	}
	var shown []string
	u.ways = nil
	for _, n := range near {
		u.ways = append(u.ways, n.way)
		if n.shown != "" && len(shown) < 3 && !slices.Contains(shown, n.shown) {
			shown = append(shown, n.shown)
		}
	}
	scores, found := x.unitScores(u)
	if found {
		a.instead = append(a.instead, Instead{u.said, shown})
	}
	return scores, found
}

// mostOf gives the documents that hold at least two thirds of a way's pairs.
func (x *index) mostOf(w way) (scores []float32, found bool) {
	var each [][]float32
	for _, term := range w.terms {
		one := make([]float32, len(x.ids))
		x.scoreTerm(term, 0.4/float32(len(w.terms)), one)
		x.stands(one)
		each = append(each, one)
	}
	scores = make([]float32, len(x.ids))
	n := x.join(each, (2*len(w.terms)+2)/3, scores)
	return scores, n > 0 && len(w.terms) > 2
}

// String says how large the index is.
func (x *index) String() string {
	terms := 0
	for _, p := range x.parts {
		terms += len(p.ends)
	}
	return strings.Join([]string{strconv.Itoa(len(x.ids)), "practices,", strconv.Itoa(terms), "terms"}, " ")
}
