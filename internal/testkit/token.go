package testkit

import "net/url"

// Token is the value of the client's session cookie, for a browser that goes on
// as the same person; "" for a stranger.
func (c *Client) Token() string {
	at, _ := url.Parse(URL)
	for _, cookie := range c.jar.Cookies(at) {
		if cookie.Name == "wego" {
			return cookie.Value
		}
	}
	return ""
}
