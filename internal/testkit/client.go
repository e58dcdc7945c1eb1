package testkit

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"strings"

	"we-gov.org/awards/internal/award"
)

// Client is a visitor of the site with cookies of their own, in the way of a
// browser without script.
type Client struct {
	Site   *Platform
	Person award.Person // the zero Person for a stranger
	// Header is sent with each request.
	Header http.Header
	jar    *cookiejar.Jar
}

// Visitor returns a client who is not signed in.
func (s *Platform) Visitor() *Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatalf("testkit: %v", err)
	}
	return &Client{Site: s, jar: jar, Header: http.Header{}}
}

// As returns a client signed in as a person, named by ID, by role (the first
// sample person of that role) or by the key of a sample person, such as
// "officer2", "judge/meera" or "city/port-oriel". It signs in at the demo's own
// page and has opened the page after, so that no notice is left to be shown.
func (s *Platform) As(who string) *Client {
	s.t.Helper()
	c := s.Visitor()
	c.Person = s.Person(who)
	c.Post("/en/demo/as", url.Values{"person": {string(c.Person.ID)}}).Want(http.StatusSeeOther).Follow()
	return c
}

// Get opens a page by its path.
func (c *Client) Get(path string) *Page {
	c.Site.t.Helper()
	return c.Do(c.request(http.MethodGet, path, nil))
}

// Post sends a form to a path.
func (c *Client) Post(path string, form url.Values) *Page {
	c.Site.t.Helper()
	r := c.request(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.Do(r)
}

// File is a file that is chosen in a form.
type File struct {
	Field, Name, Media string
	Body               []byte
}

// Upload sends a form with files to a path, the values before the files.
func (c *Client) Upload(path string, form url.Values, files ...File) *Page {
	c.Site.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		for _, v := range values {
			_ = w.WriteField(name, v)
		}
	}
	for _, f := range files {
		header := textproto.MIMEHeader{}
		header.Set("Content-Disposition", multipart.FileContentDisposition(f.Field, f.Name))
		header.Set("Content-Type", f.Media)
		part, _ := w.CreatePart(header)
		_, _ = part.Write(f.Body)
	}
	_ = w.Close()
	r := c.request(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return c.Do(r)
}

func (c *Client) request(method, path string, body io.Reader) *http.Request {
	r := httptest.NewRequest(method, URL+strings.TrimPrefix(path, URL), body)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "en")
	return r
}

// Do sends a request with the client's cookies and headers, and reads the
// answer. Redirects are not followed; see Page.Follow.
func (c *Client) Do(r *http.Request) *Page {
	c.Site.t.Helper()
	for _, cookie := range c.jar.Cookies(r.URL) {
		r.AddCookie(cookie)
	}
	for name, values := range c.Header {
		r.Header[name] = values
	}
	answer := httptest.NewRecorder()
	c.Site.Handler.ServeHTTP(answer, r)
	result := answer.Result()
	c.jar.SetCookies(r.URL, result.Cookies())
	return &Page{
		Status: result.StatusCode, Header: result.Header, Body: answer.Body.String(),
		Path: r.URL.RequestURI(), client: c, t: c.Site.t,
	}
}

// Person returns a sample person, or anybody by ID; see Platform.As.
func (s *Platform) Person(who string) award.Person {
	s.t.Helper()
	for _, p := range s.Sample.People {
		if who == string(p.Role) || who == string(p.Person.ID) || p.Person.Email == address(who) {
			return p.Person
		}
	}
	a, err := s.Parts.Account.Actor(context.Background(), award.ID(who))
	if err != nil {
		s.t.Fatalf("testkit: there is no person %q: %v", who, err)
	}
	return a.Person
}

func address(key string) string { return strings.ReplaceAll(key, "/", ".") + "@example.org" }
