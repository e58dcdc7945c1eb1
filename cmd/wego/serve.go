package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"we-gov.org/awards/internal/account"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/judging"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/post"
	"we-gov.org/awards/internal/printer"
	"we-gov.org/awards/internal/stage"
	"we-gov.org/awards/internal/web"
	"we-gov.org/awards/storage"
)

// serveCommand runs the platform until it is told to stop.
type serveCommand struct {
	storeSettings
	logSettings
	mailSettings
	keySettings
	Listen string `help:"Address to listen on; put TLS in front." default:"127.0.0.1:8080" env:"WEGO_LISTEN"`
	URL    string `help:"Address of the site as the world sees it, such as https://awards.we-gov.org. It stands in mails; with https: cookies are sent over TLS only." default:"http://127.0.0.1:8080" env:"WEGO_URL"`
	chromiumSettings
	Proxy []string `help:"Networks of the proxies in front, whose X-Forwarded-For names the visitor." default:"127.0.0.0/8,::1/128" env:"WEGO_PROXY"`
}

// Run opens the stores, serves, and stops when the work in hand is done.
func (c *serveCommand) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	carrier, err := c.carrier()
	if err != nil {
		return err
	}
	proxies, err := networks(c.Proxy)
	if err != nil {
		return err
	}
	kept, err := c.open(ctx)
	if err != nil {
		return err
	}
	key, err := c.key(c.Data, c.URL)
	if err != nil {
		return errors.Join(err, kept.db.Close())
	}
	p := platform{stores: kept, clock: now, log: c.logger(), url: c.URL, mail: c.MailFrom, carrier: carrier, proxies: proxies, key: key, observers: c.Observers, printer: printer.Find(c.Chromium)}
	return errors.Join(p.run(ctx, c.Listen), kept.db.Close())
}

// chromiumSettings say what makes PDF.
type chromiumSettings struct {
	Chromium string `help:"Chromium that makes certificates as PDF; its name or path. Default: the first of the usual names that is installed. Without one certificates are printed from the page." env:"WEGO_CHROMIUM"`
}

// mailSettings say how mail leaves.
type mailSettings struct {
	SMTP     string `help:"Mail server: smtp://user:password@host:587 (STARTTLS), or smtps://… for TLS from the first byte. Without it mails wait in the outbox." env:"WEGO_SMTP"`
	MailFrom string `help:"Sender's address of every mail." default:"awards@localhost.localdomain" env:"WEGO_MAIL_FROM"`
	MailName string `help:"Sender's name of every mail." default:"WeGO Awards" env:"WEGO_MAIL_NAME"`
}

// carrier is nil when no server is set.
func (m mailSettings) carrier() (post.Carrier, error) {
	if m.SMTP == "" {
		return nil, nil //nolint:nilnil // no server is a setting, not a fault
	}
	return post.NewSMTP(m.SMTP, m.MailFrom, m.MailName)
}

func networks(texts []string) ([]*net.IPNet, error) {
	var all []*net.IPNet
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("--proxy: %q is not a network such as 10.0.0.0/8", text)
		}
		all = append(all, &net.IPNet{IP: p.Masked().Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())})
	}
	return all, nil
}

// platform is everything that runs, wired together.
type platform struct {
	stores
	clock award.Clock
	log   *slog.Logger
	url   string
	mail  string // at which whoever keeps the platform is reached
	demo  bool
	// The key signs the log of deeds; observers get every signature by mail.
	key       office.Key
	observers []string
	// carrier takes the mail; nil leaves it in the outbox. The demo needs none.
	carrier post.Carrier
	proxies []*net.IPNet
	// printer makes PDF; nil where no Chromium is installed.
	printer *printer.Printer
}

// site is the platform over HTTP with what works beside it.
type site struct {
	server  *http.Server
	account *account.Desk
	library *library.Desk
	post    *post.Office
	office  *office.Desk
}

func (p platform) site() (site, error) {
	s := site{
		account: account.New(p.db, p.clock), library: library.New(p.db, p.objects, p.clock), post: post.New(p.db, p.clock),
		office: office.New(p.db, p.objects, p.clock),
	}
	s.office.Keep(p.key, p.observers...)
	way := post.Way{Carrier: p.carrier, Write: web.Letters(p.url), Keep: p.demo, Log: p.log}
	if p.demo {
		way.Carrier = post.Mailbox{}
	}
	s.post.Open(way)
	handler, err := web.New(web.Parts{
		Account: s.account,
		Intake:  intake.New(p.db, p.objects, p.clock),
		Judging: judging.New(p.db, p.objects, p.clock),
		Office:  s.office,
		Library: s.library,
		Stage:   stage.New(p.db, p.objects, p.clock),
		Post:    s.post,
		Clock:   p.clock, Log: p.log, URL: p.url, Mail: p.mail, Demo: p.demo, Proxies: p.proxies, Printer: p.printer,
		Ready: func(r *http.Request) error {
			return errors.Join(p.db.Ping(r.Context()), p.objects.Ping(r.Context()))
		},
	})
	if err != nil {
		return site{}, err
	}
	s.server = handler.Server
	s.server.Handler = handler
	return s, nil
}

// stopLasts is how long the work in hand may take once the program is to stop.
const stopLasts = 30 * time.Second

// run serves on an address until ctx is done, then takes no new requests, lets
// those in hand finish, and the mail in hand with them.
func (p platform) run(ctx context.Context, address string) error {
	s, err := p.site()
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	return p.work(ctx, s, listener)
}

// work serves, delivers mail and tidies until ctx is done. Mail goes on until
// the last request is answered, as that may still post some.
func (p platform) work(ctx context.Context, s site, listener net.Listener) error {
	var chores sync.WaitGroup
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	chores.Go(func() { p.deliver(working, s.post) })
	chores.Go(func() { p.tidy(working, s) })
	chores.Go(func() { s.office.Watch(working, func(err error) { p.log.Error("sign the log", "error", err) }) })
	defer chores.Wait()
	defer stop()
	return p.serve(ctx, s, listener)
}

// serve answers requests until ctx is done and those in hand are finished.
func (p platform) serve(ctx context.Context, s site, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- s.server.Serve(listener) }()
	p.log.Info("serving", "address", "http://"+listener.Addr().String())
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	p.log.Info("stopping")
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopLasts)
	defer cancel()
	return s.server.Shutdown(last)
}

// deliver takes the mail out until ctx is done and the mail in hand has left.
func (p platform) deliver(ctx context.Context, office *post.Office) {
	if !office.Opened() {
		p.log.Warn("mails wait in the outbox: no --smtp is set")
		return
	}
	office.Run(ctx)
}

// sweepAfter is how old an object is, by the machine's clock, that no row names
// and none will come to name.
const sweepAfter = 24 * time.Hour

// tidy drops every hour what is over: sessions, sign-ins and questions to
// cities, and what broken uploads have left in the store; and asks cities that
// were not heard of for a year whether their practices still run.
func (p platform) tidy(ctx context.Context, s site) {
	hourly := time.NewTicker(time.Hour)
	defer hourly.Stop()
	for {
		if err := p.drop(ctx, s); err != nil && ctx.Err() == nil {
			p.log.Error("tidy", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-hourly.C:
		}
	}
}

// drop is one round of tidying. The age of objects is told by the machine, not
// by the demo's clock, which stands in another year.
func (p platform) drop(ctx context.Context, s site) error {
	removed, err := storage.Sweep(ctx, p.db, p.objects, now().Add(-sweepAfter))
	if removed > 0 {
		p.log.Info("removed objects that no record names", "count", removed)
	}
	asked, asking := s.library.AskStillRunning(ctx)
	if asked > 0 {
		p.log.Info("asked cities whether their practices still run", "count", asked)
	}
	return errors.Join(s.account.Tidy(ctx), s.library.Tidy(ctx), asking, err)
}
