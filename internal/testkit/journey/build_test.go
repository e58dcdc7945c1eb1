package journey_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// worded are attributes that hold words, addresses and numbers: of them only
// counts whether they say anything.
var worded = map[string]bool{
	"href": true, "src": true, "name": true, "value": true, "action": true, "formaction": true, "title": true, "alt": true,
	"placeholder": true, "datetime": true, "content": true,
}

// naming are attributes that name other elements of the page by their ids.
var naming = map[string]bool{"for": true, "aria-labelledby": true, "aria-describedby": true, "aria-controls": true, "headers": true, "form": true, "list": true}

var heading = regexp.MustCompile("^h[1-6]$")

// alike is how many neighbours of one build are written down; what follows is a
// longer list of the same.
const alike = 2

// plan writes down how a page is built.
type plan struct {
	ids  map[string]bool // that the page has
	seen map[string]bool // ids, and names of parts, that were written down
}

// build says how a page is built: its elements in their nesting with their
// attributes, where words stand, which ids lead somewhere and which headings and
// labels say the same. It leaves out the words themselves, and how long a list of
// like things is. Two pages of one build are one to rules that look at elements,
// names and colours.
func build(doc *goquery.Document) string {
	p := plan{ids: map[string]bool{}, seen: map[string]bool{}}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) { p.ids[s.AttrOr("id", "")] = true })
	return p.children(doc.Nodes[0], false)
}

func (p *plan) node(n *html.Node, drawn bool) string {
	switch {
	case n.Type == html.TextNode && strings.TrimSpace(n.Data) != "":
		if n.Parent != nil && heading.MatchString(n.Parent.Data) {
			return p.once(strings.TrimSpace(n.Data))
		}
		return "words"
	case n.Type == html.ElementNode:
		drawn = drawn || n.Data == "svg"
		return "<" + n.Data + p.attributes(n, drawn) + ">" + p.children(n, drawn) + "</>"
	}
	return ""
}

func (p *plan) children(n *html.Node, drawn bool) string {
	var b strings.Builder
	last, times := "", 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		child := p.node(c, drawn)
		if child == "" {
			continue
		}
		if child != last {
			last, times = child, 0
		}
		if times++; times <= alike || drawn {
			b.WriteString(child)
		}
	}
	return b.String()
}

// once says whether something stands on the page for the first time.
func (p *plan) once(what string) string {
	if p.seen[what] {
		return "again"
	}
	p.seen[what] = true
	return "once"
}

// lead says whether ids are on the page.
func (p *plan) lead(ids string) string {
	for _, id := range strings.Fields(ids) {
		if !p.ids[id] {
			return "nowhere"
		}
	}
	return "there"
}

// attributes are those of an element; of a drawing all that says where what is
// counts too.
func (p *plan) attributes(n *html.Node, drawn bool) string {
	var all []string
	for _, a := range n.Attr {
		value := a.Val
		within, fragment := strings.CutPrefix(a.Val, "#")
		switch {
		case a.Key == "id", a.Key == "aria-label":
			value = p.once(a.Key + a.Val)
		case naming[a.Key]:
			value = p.lead(a.Val)
		case a.Key == "href" && fragment:
			value = p.lead(within)
		case worded[a.Key] && !drawn && strings.TrimSpace(a.Val) != "":
			value = "words"
		}
		all = append(all, " "+a.Key+"="+value)
	}
	slices.Sort(all)
	return strings.Join(all, "")
}

func TestPagesOfOneBuildDifferInWordsAlone(t *testing.T) {
	of := func(body string) string {
		doc, err := goquery.NewDocumentFromReader(strings.NewReader("<!doctype html><main>" + body + "</main>"))
		if err != nil {
			t.Fatal(err)
		}
		return build(doc)
	}
	const page = `<h1>One</h1><h2>Two</h2><a href="#n">Skip</a><ul><li><a href="/a">A</a><li><a href="/b">B</a></ul><label for="n">N</label><input id="n" value="1">`
	for _, same := range []string{
		strings.NewReplacer("Two", "Others", "One", "Another", "/b", "/c", `value="1"`, `value="2"`).Replace(page),
		strings.Replace(page, "</ul>", `<li><a href="/c">C</a><li><a href="/d">D</a></ul>`, 1),
		strings.NewReplacer(`"n"`, `"m"`, `"#n"`, `"#m"`).Replace(page),
	} {
		if of(same) != of(page) {
			t.Errorf("%s is told from %s", same, page)
		}
	}
	for _, other := range [][2]string{
		{"One", ""},
		{"One", "Two"},
		{`"#n"`, `"#o"`},
		{`for="n"`, `for="m"`},
		{`<h1>`, `<h1 id="n">`},
		{`<h1>`, `<h1 class="big">`},
		{`value="1"`, `value=""`},
		{"</ul>", `<li><b>C</b></ul>`},
		{`<input`, `<input disabled`},
		{`<label for="n">N</label>`, ""},
		{"<ul>", `<ul lang="ko">`},
		{"<ul>", `<ul style="color: red">`},
	} {
		if changed := strings.Replace(page, other[0], other[1], 1); of(changed) == of(page) {
			t.Errorf("%s is not told from %s", changed, page)
		}
	}
	const drawing = `<svg><rect x="1" width="4"/><rect x="1" width="4"/><rect x="1" width="4"/><text x="2">A</text></svg>`
	for _, moved := range []string{strings.Replace(drawing, `x="2"`, `x="3"`, 1), strings.Replace(drawing, `<rect x="1" width="4"/>`, "", 1)} {
		if of(moved) == of(drawing) {
			t.Errorf("%s is not told from %s", moved, drawing)
		}
	}
}
