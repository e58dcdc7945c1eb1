package demo

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
)

// invented is the sentence that every summary ends with.
const invented = "(Sample: %s is an invented city. This text and its figures were written for the demo of the platform.)"

// author writes the answers of one entry.
type author struct {
	source
	project
	place place
	n     int // a number for the texts, fixed by the entry
}

func newAuthor(s source, p project) author {
	return author{s, p, s.place(p.City), 120 + dice(p.key()).IntN(80)*10}
}

// dice are the source of chance of a thing of the demo: the same in each filling.
func dice(name string) *rand.Rand {
	id := ID("dice/" + name)
	var seed [32]byte
	copy(seed[:], id)
	return rand.New(rand.NewChaCha8(seed))
}

// say joins the parts of a text into paragraphs: a part that begins with @ is
// a block of that place.
func (a author) say(parts ...string) string {
	var said []string
	for _, part := range parts {
		if slot, is := strings.CutPrefix(part, "@"); is {
			part = a.phrase(slot, a.project, a.place.Name, a.n)
		}
		if part != "" {
			said = append(said, part)
		}
	}
	return strings.Join(said, "\n\n")
}

// answer returns what the city answers to a question; "" where it has nothing
// to say.
func (a author) answer(q award.Question) string {
	if text, there := a.texts()[q.Key]; there {
		return text
	}
	switch q.Kind {
	case award.Choice:
		return a.choose(q)
	case award.Choices, award.Consents:
		return a.tick(q)
	case award.Indicators:
		return award.JoinRows(a.indicators())
	case award.Money:
		return award.JoinRows(a.money())
	case award.Goals:
		return award.JoinList(a.Goals)
	case award.Links:
		return award.JoinList(a.links())
	case award.CityNames:
		return award.JoinList(a.copies())
	case award.FileKind:
		return ""
	}
	return a.other(q)
}

// texts are the answers to the questions of the recommended form.
func (a author) texts() map[string]string {
	p, c := a.project, a.place
	return map[string]string{
		"local_government": c.Name, "local_name": c.Local, "country": c.Country,
		"population": strconv.FormatInt(c.Population, 10), "nominator": a.nominator(),
		"nomination_statement": a.say("@nominate", fmt.Sprintf("“%s” has been in use since %s, and everything in this entry can be checked with the %s.", p.Title, p.Started, p.Unit)),
		"contact":              fmt.Sprintf("%s, %s, %s, +000 555 01%02d", c.Officer, c.Title, a.mail(""), a.n%97),
		"contact2":             fmt.Sprintf("Deputy of %s, %s, %s, +000 555 02%02d", c.Officer, p.Unit, a.mail(".deputy"), a.n%89),
		"press_contact":        fmt.Sprintf("Press office of %s, %s", c.Name, a.mail(".press")),
		"title":                p.Title, "title_local": p.Local, "category": p.category, "one_line": p.Line, "lead_unit": p.Unit, "started": p.Started,
		"summary": a.summary(), "problem": a.say(p.Need, "@need_known", "@need_cause"),
		"solution":      a.say(p.Did, "@sol_how", "@sol_roll", "@sol_staff"),
		"innovation":    a.say(p.New, "@new_compare"),
		"technology":    a.say(p.Tech, "@tech_data", "@tech_secure"),
		"users":         a.say(p.Users, "@users_left"),
		"participation": a.say(p.Part, "@part_how"),
		"results":       a.say(a.outcome(), "@res_evidence", "@res_unexpected"),
		"difficulties":  a.say(p.Hard, "@hard_lesson"),
		"sustain":       a.say("@sus_money", "@sus_people"),
		"transfer":      a.say("@tr_needs", "@tr_open"),
		"earlier":       a.say("@earlier"),
		"links_private": "No sign-in is needed to see it.",
	}
}

func (a author) mail(part string) string { return "city." + a.City + part + "@example.org" }

func (a author) nominator() string {
	heads := []string{"Mayor", "Governor", "Chair of the Council", "City Manager"}
	names := []string{"A. Sample", "B. Example", "C. Invented", "D. Specimen"}
	r := dice("nominator/" + a.City)
	return names[r.IntN(len(names))] + ", " + heads[r.IntN(len(heads))] + ", " + a.place.Name
}

// summary stands alone: the line, the need, the deed, a figure, and that it is
// invented.
func (a author) summary() string {
	return a.say(a.Line+" "+sentences(a.Need, 1), sentences(a.Did, 2), a.figure(a.Figures[0]), fmt.Sprintf(invented, a.place.Name))
}

// sentences returns the first n sentences of a text.
func sentences(text string, n int) string {
	for i := range text {
		if strings.HasPrefix(text[i:], ". ") {
			if n--; n == 0 {
				return text[:i+1]
			}
		}
	}
	return text
}

func (a author) figure(f []string) string {
	ways := []string{"%s: %s before, %s now.", "%s went from %s to %s.", "%s was %s and is %s today."}
	return fmt.Sprintf(ways[a.index%len(ways)], f[0], f[1], f[2])
}

// outcome says the figures as sentences, each with its source.
func (a author) outcome() string {
	var b strings.Builder
	for i, f := range a.Figures {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%s Source: %s.", a.figure(f), f[3])
	}
	return b.String()
}

func (a author) indicators() [][]string {
	var rows [][]string
	for i, f := range a.Figures {
		rows = append(rows, []string{f[0], f[1], f[2], fmt.Sprintf("2026-%02d", 12-(a.n/10+i)%6), f[3]})
	}
	return rows
}

func (a author) money() [][]string {
	currency := a.place.Currency
	return [][]string{
		{"To build", a.Cost[0], currency, "Paid over " + strconv.Itoa(2+a.n/10%2) + " years from the budget of the " + a.Unit},
		{"To run, each year", a.Cost[1], currency, "Ordinary budget; " + strconv.Itoa(3+a.n/10%11) + " posts in all"},
	}
}

func (a author) links() []string {
	base := "https://" + a.City + ".example.org/"
	return []string{base + "practice", base + "figures"}[:1+a.n/10%2]
}

// copies names other invented cities that have copied every third practice.
func (a author) copies() []string {
	if a.index%3 != 0 {
		return nil
	}
	r := dice("copies/" + a.key())
	var names []string
	for range 1 + r.IntN(2) {
		if p := a.places[r.IntN(len(a.places))]; p.Slug != a.City {
			names = append(names, p.Name)
		}
	}
	return names
}

// choose picks the option that fits the city, or else the first.
func (a author) choose(q award.Question) string {
	wish := map[string]string{"government_kind": a.place.Kind, "status": []string{"running", "running", "scaled"}[a.index%3]}[q.Key]
	for _, o := range q.Options {
		if o.Value == wish {
			return wish
		}
	}
	if len(q.Options) == 0 {
		return ""
	}
	return q.Options[0].Value
}

// tick gives every consent; of other choices only what the city holds back,
// which few do.
func (a author) tick(q award.Question) string {
	var ticked []string
	for _, o := range q.Options {
		if q.Kind == award.Consents || a.index == 4 && o.Value == "cost" {
			ticked = append(ticked, o.Value)
		}
	}
	return award.JoinList(ticked)
}

// other answers a question that the recommended form does not hold, so that an
// edition with more questions still has complete entries.
func (a author) other(q award.Question) string {
	switch {
	case !q.Required:
		return ""
	case q.Kind == award.Number:
		return strconv.Itoa(a.n)
	case q.Kind == award.Month:
		return a.Started
	case q.Kind == award.CityName:
		return a.place.Name
	case q.Kind == award.Country:
		return a.place.Country
	case q.Kind == award.LongText:
		return a.Line
	}
	return a.Title
}
