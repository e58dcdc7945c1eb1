package journey_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"we-gov.org/awards/internal/testkit"
)

// varying are the pieces of an address that name one thing among many; pages
// that differ only in them are one page to the audit.
var varying = regexp.MustCompile(`/(\d{4}-\d{4}|\d{4}|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}|[12])(?:/|$)|/(library|cities|sections|results|letters|envelopes|paper|translations/ko|translations/ar|winners/:x|winners)/[^/?]+`)

func pattern(path string) string {
	path, _, _ = strings.Cut(path, "?")
	for {
		next := varying.ReplaceAllStringFunc(path, func(m string) string {
			if i := strings.LastIndex(strings.TrimSuffix(m, "/"), "/"); i > 0 {
				return m[:i] + "/:x"
			}
			if strings.HasSuffix(m, "/") {
				return "/:x/"
			}
			return "/:x"
		})
		if next == path {
			return path
		}
		path = next
	}
}

// crawl opens every page that a person reaches by links from the start page,
// one for each pattern of address, and returns them in order. A link that leads
// nowhere is a fault.
func crawl(t *testing.T, who *testkit.Client, start ...string) []*testkit.Page {
	t.Helper()
	seen, from := map[string]bool{}, map[string]string{}
	queue := slices.Clone(start)
	var pages []*testkit.Page
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if seen[pattern(path)] {
			continue
		}
		seen[pattern(path)] = true
		page := who.Get(path)
		for page.Status == http.StatusSeeOther || page.Status == http.StatusFound || page.Status == http.StatusMovedPermanently {
			path = page.Location()
			page = page.Follow()
		}
		if page.Status != http.StatusOK {
			t.Errorf("%s: status %d, linked from %s", path, page.Status, from[path])
			continue
		}
		if !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") || strings.HasPrefix(page.Header.Get("Content-Disposition"), "attachment") {
			continue // a file
		}
		pages = append(pages, page)
		if strings.Contains(path, "/demo/mailbox/") || strings.Contains(path, "/desk/mail/") {
			continue // somebody else's mail, whose page is theirs
		}
		page.Doc().Find("a[href]").Each(func(_ int, a *goquery.Selection) {
			next := resolve(path, a.AttrOr("href", ""))
			if next == "" || seen[pattern(next)] {
				return
			}
			if _, there := from[next]; !there {
				from[next] = path
			}
			queue = append(queue, next)
		})
	}
	return pages
}

// resolve returns where a link leads within the English pages of the site; ""
// for a link out of them, into the page itself or to a file.
func resolve(path, href string) string {
	base, err := url.Parse(path)
	if err != nil {
		return ""
	}
	to, err := base.Parse(href)
	if err != nil || to.Host != "" && to.Host != "wego.test" || !strings.HasPrefix(to.Path, "/en/") {
		return ""
	}
	to.Scheme, to.Host, to.Fragment = "", "", ""
	return to.String()
}
