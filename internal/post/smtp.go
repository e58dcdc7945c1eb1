package post

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	smtp "github.com/wneessen/go-mail"
)

// SMTP is the Carrier to a mail server.
type SMTP struct {
	client *smtp.Client
	from   mail.Address
	domain string // of the Message-ID
}

// sendLasts bounds one conversation with the server.
const sendLasts = 60 * time.Second

// NewSMTP returns the carrier to the server at an address such as
// smtp://user:password@host:587, or smtps:// for a server that speaks TLS from
// the first byte. The connection must become safe by STARTTLS, unless the server
// runs on this machine. From and name are the sender of every mail.
func NewSMTP(address, from, name string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("smtp: the address cannot be read; write it as smtp://user:password@host:587")
	}
	if u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" {
		return nil, errors.New("smtp: the address must begin with smtp:// or smtps:// and name a host")
	}
	sender, err := mail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("smtp: the sender %q is not an e-mail address", from)
	}
	client, err := smtp.NewClient(u.Hostname(), options(u)...)
	if err != nil {
		return nil, fmt.Errorf("smtp: %w", err)
	}
	at := strings.LastIndexByte(sender.Address, '@')
	return &SMTP{client: client, from: mail.Address{Name: name, Address: sender.Address}, domain: sender.Address[at+1:]}, nil
}

func options(u *url.URL) []smtp.Option {
	all := []smtp.Option{smtp.WithTimeout(sendLasts), smtp.WithoutNoop()}
	port, policy := 587, smtp.TLSMandatory
	switch {
	case u.Scheme == "smtps":
		port = 465
		all = append(all, smtp.WithSSL())
	case loopback(u.Hostname()):
		port, policy = 25, smtp.TLSOpportunistic
	}
	if n, err := strconv.Atoi(u.Port()); err == nil {
		port = n
	}
	all = append(all, smtp.WithTLSPolicy(policy), smtp.WithPort(port))
	if password, there := u.User.Password(); there || u.User.Username() != "" {
		all = append(all, smtp.WithSMTPAuth(smtp.SMTPAuthAutoDiscover), smtp.WithUsername(u.User.Username()), smtp.WithPassword(password))
	}
	return all
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Carry sends a letter. Its error is a *Problem.
func (s *SMTP) Carry(ctx context.Context, l Letter) error {
	m, err := s.message(l)
	if err != nil {
		return &Problem{Key: ProblemRecipient, Said: plain(err), Final: true}
	}
	ctx, cancel := context.WithTimeout(ctx, sendLasts)
	defer cancel()
	if err := s.client.DialAndSendWithContext(ctx, m); err != nil {
		return problemOf(err)
	}
	return nil
}

// message writes a letter down. Line ends cannot get into a header: the library
// encodes the subject, addresses are parsed, and both are cut at a line here.
func (s *SMTP) message(l Letter) (*smtp.Msg, error) {
	m := smtp.NewMsg(smtp.WithNoDefaultUserAgent())
	if err := m.FromFormat(s.from.Name, s.from.Address); err != nil {
		return nil, err
	}
	if err := m.To(oneLine(l.To)); err != nil {
		return nil, err
	}
	m.Subject(oneLine(l.Subject))
	m.SetMessageIDWithValue(string(l.ID) + "@" + s.domain)
	m.SetDate()
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("Content-Language", oneLine(l.Language))
	m.SetBodyString(smtp.TypeTextPlain, l.Text)
	m.AddAlternativeString(smtp.TypeTextHTML, l.HTML)
	return m, nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
