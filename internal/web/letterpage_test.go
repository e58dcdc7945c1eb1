package web_test

import (
	"math/big"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
)

// A city with nothing but its letter and a calculator comes to its official score, and
// to the one without corrections: every number as it is printed, to the last digit.
func TestCityChecksItsOfficialScoreFromWhatIsPrinted(t *testing.T) {
	for _, method := range []award.ScoreMethod{award.ScoreAdjusted, award.ScoreRaw} {
		site := testkit.Site(t, demo.Decide)
		byMethod(site, method)
		chair, read, corrected := site.As("chair"), 0, 0
		for _, c := range site.Sample.Edition.Categories {
			for _, ref := range orderOf(chair, "/en/desk/2027/results/"+c.Key) {
				page := chair.Get("/en/desk/2027/letters/" + c.Key + "/" + ref).Want(http.StatusOK)
				l := letterOnPaper{t: t, ref: ref, totals: new(big.Rat), counts: new(big.Rat)}
				l.add(page.Doc().Find("h3#letter-scores ~ .scroll table").First())
				if l.n == 0 {
					continue
				}
				l.check(page.Text("h3#letter-scores ~ ol"))
				if read++; l.corrected {
					corrected++
				}
			}
		}
		if read < 20 || (corrected > 0) != (method == award.ScoreAdjusted) {
			t.Errorf("%s: %d letters, %d corrected", method, read, corrected)
		}
	}
}

type letterOnPaper struct {
	t              *testing.T
	ref            string
	totals, counts *big.Rat
	n              int64
	corrected      bool
}

func (l *letterOnPaper) decimal(text string) *big.Rat {
	l.t.Helper()
	r, ok := new(big.Rat).SetString(strings.TrimPrefix(strings.Replace(text, "−", "-", 1), "+"))
	if !ok {
		l.t.Fatalf("%s: %q is no number", l.ref, text)
	}
	return r
}

// add adds up the table line by line.
func (l *letterOnPaper) add(table *goquery.Selection) {
	l.t.Helper()
	table.Find("tbody tr").Each(func(_ int, s *goquery.Selection) {
		row := cellTexts(s)
		total := l.decimal(row[1])
		l.n++
		l.totals.Add(l.totals, total)
		if len(row) < 4 {
			l.counts.Add(l.counts, total)
			return
		}
		counts := l.decimal(row[3])
		if l.corrected = true; new(big.Rat).Add(total, l.decimal(row[2])).Cmp(counts) != 0 {
			l.t.Errorf("%s: %v", l.ref, row)
		}
		l.counts.Add(l.counts, counts)
	})
	foot := cellTexts(table.Find("tfoot tr").First())
	if l.n > 0 && (l.decimal(foot[1]).Cmp(l.totals) != 0 || l.decimal(foot[len(foot)-1]).Cmp(l.counts) != 0) {
		l.t.Errorf("%s: the lines come to %s and %s, not %v", l.ref, l.totals.FloatString(4), l.counts.FloatString(4), foot)
	}
}

var (
	counted = regexp.MustCompile(`adds up to ([\d.]+)\. Divided by (\d+) and rounded to two decimals that is ([\d.]+), your official score`)
	plain   = regexp.MustCompile(`Without corrections it would be ([\d.]+) divided by (\d+): ([\d.]+)\.`)
)

// check divides as the sentences say, half a hundredth going up.
func (l *letterOnPaper) check(text string) {
	l.t.Helper()
	l.divide(text, counted, l.counts)
	if l.corrected {
		l.divide(text, plain, l.totals)
	}
}

func (l *letterOnPaper) divide(text string, sentence *regexp.Regexp, sum *big.Rat) {
	l.t.Helper()
	m := sentence.FindStringSubmatch(text)
	if m == nil {
		l.t.Fatalf("%s: no sentence in %q", l.ref, text)
	}
	mean := new(big.Rat).Quo(sum, big.NewRat(l.n, 1))
	if l.decimal(m[1]).Cmp(sum) != 0 || l.decimal(m[2]).Cmp(big.NewRat(l.n, 1)) != 0 || m[3] != mean.FloatString(2) {
		l.t.Errorf("%s: %s by %d is %s, and the letter says %v", l.ref, sum.FloatString(4), l.n, mean.FloatString(4), m[1:])
	}
}
