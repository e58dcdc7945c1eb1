package testkit

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// Page is an answer of the site, read by CSS selector.
type Page struct {
	Status int
	Header http.Header
	Body   string
	Path   string // that was asked for, with its query

	client *Client
	t      testing.TB
	doc    *goquery.Document
}

// Doc returns the page's document for what the other methods do not cover.
func (p *Page) Doc() *goquery.Document {
	p.t.Helper()
	if p.doc == nil {
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(p.Body))
		if err != nil {
			p.t.Fatalf("testkit: %s: %v", p.Path, err)
		}
		p.doc = doc
	}
	return p.doc
}

// Text returns the text of the first element of a selector with its spaces
// folded; "" when there is none.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	return fold(p.Doc().Find(selector).First().Text())
}

// All returns the texts of every element of a selector, in the page's order.
func (p *Page) All(selector string) []string {
	p.t.Helper()
	return p.Doc().Find(selector).Map(func(_ int, s *goquery.Selection) string { return fold(s.Text()) })
}

// Attr returns an attribute of the first element of a selector; "" when there
// is none.
func (p *Page) Attr(selector, name string) string {
	p.t.Helper()
	return p.Doc().Find(selector).First().AttrOr(name, "")
}

// Has reports whether the page has an element of a selector.
func (p *Page) Has(selector string) bool {
	p.t.Helper()
	return p.Doc().Find(selector).Length() > 0
}

// Says reports whether the page's text holds words.
func (p *Page) Says(words string) bool {
	p.t.Helper()
	return strings.Contains(fold(p.Doc().Find("body").Text()), fold(words))
}

// Want fails the test unless the answer has a status; it returns the page.
func (p *Page) Want(status int) *Page {
	p.t.Helper()
	if p.Status != status {
		p.t.Fatalf("%s answered %d, want %d: %s", p.Path, p.Status, status, p.gist())
	}
	return p
}

// Location returns where a redirect leads; "" for another answer.
func (p *Page) Location() string { return p.Header.Get("Location") }

// Follow opens the page to which a redirect leads, failing the test when the
// answer is none.
func (p *Page) Follow() *Page {
	p.t.Helper()
	if p.Location() == "" {
		p.t.Fatalf("%s answered %d and leads nowhere: %s", p.Path, p.Status, p.gist())
	}
	return p.client.Get(p.resolve(p.Location()))
}

// Click opens the page to which the first link of a selector leads.
func (p *Page) Click(selector string) *Page {
	p.t.Helper()
	href, there := p.Doc().Find(selector).First().Attr("href")
	if !there {
		p.t.Fatalf("%s has no link %s: %s", p.Path, selector, p.gist())
	}
	return p.client.Get(p.resolve(href))
}

// resolve makes an address of the page absolute within the site.
func (p *Page) resolve(address string) string {
	base, _ := url.Parse(URL + p.Path)
	to, err := base.Parse(address)
	if err != nil {
		p.t.Fatalf("testkit: %s leads to %q", p.Path, address)
	}
	return to.RequestURI()
}

// gist is what a failing test shows of the page.
func (p *Page) gist() string {
	text := p.Text("title") + " | " + p.Text("main")
	if text == " | " {
		text = p.Body
	}
	return text[:min(len(text), 600)]
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// Form is a form of a page as a visitor fills it in. It begins with what the
// page has put into its fields, hidden ones included.
type Form struct {
	Values url.Values
	page   *Page
	node   *goquery.Selection
	files  []File
}

// Form returns the first form of a selector, failing the test when there is
// none. The selector may also name something inside of the form.
func (p *Page) Form(selector string) *Form {
	p.t.Helper()
	node := p.Doc().Find(selector).First().Closest("form")
	if node.Length() == 0 {
		p.t.Fatalf("%s has no form %s: %s", p.Path, selector, p.gist())
	}
	f := &Form{Values: url.Values{}, page: p, node: node}
	f.fields().Each(func(_ int, s *goquery.Selection) { f.read(s) })
	return f
}

// fields are the form's fields, also those that name it from outside.
func (f *Form) fields() *goquery.Selection {
	all := f.node.Find("input, textarea, select")
	if id := f.node.AttrOr("id", ""); id != "" {
		all = all.AddSelection(f.page.Doc().Find(`[form="` + id + `"]`).Filter("input, textarea, select"))
	}
	return all
}

// lines writes line ends as browsers send them.
var lines = strings.NewReplacer("\r\n", "\r\n", "\n", "\r\n")

// read takes over what a field holds.
func (f *Form) read(s *goquery.Selection) {
	name := s.AttrOr("name", "")
	_, off := s.Attr("disabled")
	if name == "" || off {
		return
	}
	switch kind := s.AttrOr("type", "text"); {
	case goquery.NodeName(s) == "textarea":
		f.Values.Add(name, lines.Replace(s.Text()))
	case goquery.NodeName(s) == "select":
		f.readSelect(name, s)
	case kind == "checkbox" || kind == "radio":
		if _, ticked := s.Attr("checked"); ticked {
			f.Values.Add(name, s.AttrOr("value", "on"))
		}
	case kind != "submit" && kind != "button" && kind != "image" && kind != "reset" && kind != "file":
		f.Values.Add(name, s.AttrOr("value", ""))
	}
}

func (f *Form) readSelect(name string, s *goquery.Selection) {
	chosen := s.Find("option[selected]")
	if _, several := s.Attr("multiple"); chosen.Length() == 0 && !several {
		chosen = s.Find("option").First()
	}
	chosen.Each(func(_ int, o *goquery.Selection) { f.Values.Add(name, o.AttrOr("value", fold(o.Text()))) })
}

// Set fills in a field that the form has, in place of what it held, failing the
// test when it has none of the name. Several values tick several boxes.
func (f *Form) Set(name string, values ...string) *Form {
	f.page.t.Helper()
	known := f.fields().FilterFunction(func(_ int, s *goquery.Selection) bool { return s.AttrOr("name", "") == name })
	if known.Length() == 0 {
		f.page.t.Fatalf("%s: the form has no field %q", f.page.Path, name)
	}
	f.Values[name] = slices.Clone(values)
	return f
}

// Choose puts a file into the form.
func (f *Form) Choose(file File) *Form {
	f.files = append(f.files, file)
	return f
}

// Send submits the form with its first button.
func (f *Form) Send() *Page {
	f.page.t.Helper()
	return f.Press("")
}

// Press submits the form with the button of a selector; with the first one when
// it is empty. The button's own name, value and address count.
func (f *Form) Press(selector string) *Page {
	f.page.t.Helper()
	button := f.node.Find("button:not([type=button]), input[type=submit]").First()
	if selector != "" {
		if button = f.page.Doc().Find(selector).First(); button.Length() == 0 {
			f.page.t.Fatalf("%s has no button %s", f.page.Path, selector)
		}
	}
	values := url.Values{}
	for name, v := range f.Values {
		values[name] = slices.Clone(v)
	}
	if name := button.AttrOr("name", ""); name != "" {
		values.Add(name, button.AttrOr("value", ""))
	}
	action := f.page.resolve(button.AttrOr("formaction", f.node.AttrOr("action", "")))
	switch c := f.page.client; {
	case strings.EqualFold(f.node.AttrOr("method", "get"), "get"):
		path, _, _ := strings.Cut(action, "?")
		return c.Get(path + "?" + values.Encode())
	case f.node.AttrOr("enctype", "") == "multipart/form-data":
		return c.Upload(action, values, f.files...)
	default:
		return c.Post(action, values)
	}
}
