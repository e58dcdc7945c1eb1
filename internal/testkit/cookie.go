package testkit

import (
	"net/http"
	"net/url"
)

// Cookie returns the value of one of the client's cookies; "" when it has none
// of the name.
func (c *Client) Cookie(name string) string {
	at, _ := url.Parse(URL)
	for _, cookie := range c.jar.Cookies(at) {
		if cookie.Name == name {
			return cookie.Value
		}
	}
	return ""
}

// SetCookie gives the client a cookie, as somebody who has copied it would.
func (c *Client) SetCookie(name, value string) {
	at, _ := url.Parse(URL)
	c.jar.SetCookies(at, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}
