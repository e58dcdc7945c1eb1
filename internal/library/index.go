package library

import (
	"context"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"

	"we-gov.org/awards/internal/award"
)

// The fields of the index with their weight: what a practice and its city are
// called says more than that a word stands somewhere in its text.
var weights = map[string]float32{"title": 4, "place": 3, "label": 2, "summary": 2, "body": 1}

// document is the text of one practice as it is indexed, by field.
type text struct {
	id       award.ID
	language string
	fields   map[string]string
}

// batchSize keeps the memory of indexing down: Bleve needs several times the
// size of a batch while it takes it in.
const batchSize = 100

// index finds practices by their text. It lives in memory, is never changed
// once built, and is safe for concurrent use.
//
// # Why in memory
//
// The library is small against memory (10,000 practices of 2,600 words at
// most), what is not published is in no file that could leak, and several
// instances of the program never argue about one file. It is built anew in the
// background when the library changes, and swapped whole.
type index struct {
	reader    bleve.IndexReader
	ids       []award.ID // by document number
	languages []string   // of the texts
	terms     []string   // every plain word, sorted, for near words
}

// builder takes texts in and ends in an index.
type builder struct {
	store bleve.Index
	queue *bleve.AnalysisQueue
	langs map[string]*memory // of the texts so far
}

func newBuilder() (*builder, error) {
	queue := bleve.NewAnalysisQueue(2)
	store, err := scorch.NewScorch(scorch.Name, map[string]any{"path": ""}, queue)
	if err == nil {
		err = store.Open()
	}
	if err != nil {
		queue.Close()
		return nil, err
	}
	return &builder{store, queue, map[string]*memory{"en": {}}}, nil
}

// add indexes texts in batches.
func (b *builder) add(texts []text) error {
	for some := range slices.Chunk(texts, batchSize) {
		batch := bleve.NewBatch()
		for _, t := range some {
			if b.langs[t.language] == nil {
				b.langs[t.language] = &memory{}
			}
			batch.Update(t.document(b.langs[t.language]))
		}
		if err := b.store.Batch(batch); err != nil {
			return err
		}
	}
	return nil
}

// document is the text as Bleve takes it: every field analysed in the text's
// language and English, in which the awards name their categories.
func (t text) document(known *memory) bleve.Document {
	chain := analyser{[]string{t.language}, known}
	if t.language != "en" {
		chain.languages = append(chain.languages, "en")
	}
	d := document.NewDocument(string(t.id))
	for _, name := range slices.Sorted(maps.Keys(t.fields)) {
		if value := t.fields[name]; value != "" {
			d.AddField(document.NewTextFieldCustom(name, nil, []byte(value), bleve.IndexField, chain))
		}
	}
	return d
}

// finish closes the builder and returns what it built. The reader keeps what
// it needs when the store is closed.
func (b *builder) finish() (*index, error) {
	defer b.queue.Close()
	defer b.store.Close() //nolint:errcheck // in memory: nothing is lost
	reader, err := b.store.Reader()
	if err != nil {
		return nil, err
	}
	x := &index{reader: reader, languages: slices.Sorted(maps.Keys(b.langs))}
	if err := x.readIDs(); err != nil {
		return nil, err
	}
	return x, x.readTerms()
}

// readIDs learns which practice each document number stands for.
func (x *index) readIDs() error {
	all, err := x.reader.DocIDReaderAll()
	if err != nil {
		return err
	}
	defer all.Close() //nolint:errcheck // nothing was written
	for id, err := all.Next(); id != nil || err != nil; id, err = all.Next() {
		if err != nil {
			return err
		}
		name, err := x.reader.ExternalID(id)
		if err != nil {
			return err
		}
		for int(id.Value()) >= len(x.ids) {
			x.ids = append(x.ids, "")
		}
		x.ids[id.Value()] = award.ID(name)
	}
	return nil
}

// readTerms gathers the plain words, for what is near to a word that is not
// found.
func (x *index) readTerms() error {
	seen := map[string]bool{}
	for field := range weights {
		terms, err := x.reader.FieldDict(field)
		if err != nil {
			return err
		}
		for entry, err := terms.Next(); entry != nil || err != nil; entry, err = terms.Next() {
			if err != nil {
				return err
			}
			if !strings.HasPrefix(entry.Term, stemMark) && len(entry.Term) >= nearLeast {
				seen[entry.Term] = true
			}
		}
		if err := terms.Close(); err != nil {
			return err
		}
	}
	x.terms = slices.Sorted(maps.Keys(seen))
	return nil
}

// score gives each document, by number, what a way is worth in it: 0 where its
// terms do not stand in one field together.
func (x *index) score(ctx context.Context, w way, into []float32) error {
	for field, weight := range weights {
		sums, met := make([]float32, 0), make([]uint8, 0)
		for i, term := range w.terms {
			postings, err := x.reader.TermFieldReader(ctx, []byte(term), field, true, false, false)
			if err != nil {
				return err
			}
			if postings.Count() == 0 {
				sums = nil
				break
			}
			if i == 0 {
				sums, met = make([]float32, len(x.ids)), make([]uint8, len(x.ids))
			}
			if err := x.weigh(postings, uint8(i), sums, met); err != nil { //nolint:gosec // a way has few terms
				return err
			}
		}
		for at, sum := range sums {
			if int(met[at]) == len(w.terms) {
				into[at] = max(into[at], 0) + weight*w.weight*sum/float32(len(w.terms))
			}
		}
	}
	return nil
}

// weigh adds one term's postings: rare terms and repeated ones count more, as
// in BM25 without the length of the text. Only documents that have met all
// terms before are followed.
func (x *index) weigh(postings bleve.TermFieldReader, before uint8, sums []float32, met []uint8) error {
	defer postings.Close() //nolint:errcheck // nothing was written
	with := float64(postings.Count())
	rare := float32(math.Log(1 + (float64(len(x.ids))-with+0.5)/(with+0.5)))
	var doc bleve.TermFieldDoc
	for found, err := postings.Next(&doc); found != nil || err != nil; found, err = postings.Next(doc.Reset()) {
		if err != nil {
			return err
		}
		at := found.ID.Value()
		if met[at] == before {
			met[at]++
			often := float32(found.Freq)
			sums[at] += rare * often * 2.2 / (often + 1.2)
		}
	}
	return nil
}

// unitScores gives each document what a unit is worth in it: the best of its
// ways; found is false when it stands nowhere.
func (x *index) unitScores(ctx context.Context, u unit) (best []float32, found bool, err error) {
	best = make([]float32, len(x.ids))
	for _, w := range u.ways {
		one := make([]float32, len(x.ids))
		if err := x.score(ctx, w, one); err != nil {
			return nil, false, err
		}
		for at, v := range one {
			if v > best[at] {
				best[at], found = v, true
			}
		}
	}
	return best, found, nil
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

// search finds the documents that hold every unit; where none does, those that
// hold at least half of them.
func (x *index) search(ctx context.Context, text string) (answer, error) {
	var a answer
	var each [][]float32
	for _, u := range ask(text, x.languages) {
		scores, found, err := x.unitScores(ctx, u)
		if err == nil && !found {
			scores, found, err = x.instead(ctx, u, &a)
		}
		if err != nil {
			return a, err
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
	return a, nil
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

// instead looks for what is near to a unit that stands nowhere: a word by its
// near words, a run of pairs by most of them.
func (x *index) instead(ctx context.Context, u unit, a *answer) ([]float32, bool, error) {
	if first := u.ways[0]; len(first.terms) > 1 {
		return x.mostOf(ctx, first)
	}
	near := x.near(u.ways[0].terms[0])
	if len(near) == 0 {
		return make([]float32, len(x.ids)), false, nil
	}
	said := u.said
	u.ways = nil
	for _, word := range near {
		u.ways = append(u.ways, way{[]string{word}, 0.5})
	}
	scores, found, err := x.unitScores(ctx, u)
	if found {
		a.instead = append(a.instead, Instead{said, near[:min(len(near), 3)]})
	}
	return scores, found, err
}

// mostOf gives the documents that hold at least two thirds of a way's pairs.
func (x *index) mostOf(ctx context.Context, w way) (scores []float32, found bool, err error) {
	var each [][]float32
	for _, term := range w.terms {
		one := make([]float32, len(x.ids))
		if err := x.score(ctx, way{[]string{term}, 0.4 / float32(len(w.terms))}, one); err != nil {
			return nil, false, err
		}
		each = append(each, one)
	}
	scores = make([]float32, len(x.ids))
	n := x.join(each, (2*len(w.terms)+2)/3, scores)
	return scores, n > 0 && len(w.terms) > 2, nil
}

// String says how large the index is.
func (x *index) String() string {
	return strconv.Itoa(len(x.ids)) + " practices, " + strconv.Itoa(len(x.terms)) + " words"
}
