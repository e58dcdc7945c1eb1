package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"

	"we-gov.org/awards/internal/account"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/judging"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/post"
	"we-gov.org/awards/internal/stage"
	"we-gov.org/awards/internal/web"
)

// serveCommand runs the platform until it is told to stop.
type serveCommand struct {
	storeSettings
	logSettings
	Listen string `help:"Address to listen on; put TLS in front." default:"127.0.0.1:8080" env:"WEGO_LISTEN"`
	URL    string `help:"Address of the site as the world sees it, such as https://awards.we-gov.org." default:"http://127.0.0.1:8080" env:"WEGO_URL"`
}

// Run opens the stores, serves, and stops when the work in hand is done.
func (c *serveCommand) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	kept, err := c.open(ctx)
	if err != nil {
		return err
	}
	p := platform{stores: kept, clock: now, log: c.logger(), url: c.URL}
	return errors.Join(p.run(ctx, c.Listen), kept.db.Close())
}

// platform is everything that runs, wired together.
type platform struct {
	stores
	clock award.Clock
	log   *slog.Logger
	url   string
	demo  bool
}

func (p platform) handler() (*echo.Echo, error) {
	return web.New(web.Parts{
		Account: account.New(p.db, p.clock),
		Intake:  intake.New(p.db, p.objects, p.clock),
		Judging: judging.New(p.db, p.objects, p.clock),
		Office:  office.New(p.db, p.objects, p.clock),
		Library: library.New(p.db, p.objects, p.clock),
		Stage:   stage.New(p.db, p.objects, p.clock),
		Post:    post.New(p.db, p.clock),
		Clock:   p.clock, Log: p.log, URL: p.url, Demo: p.demo,
		Ready: func(r *http.Request) error {
			return errors.Join(p.db.Ping(r.Context()), p.objects.Ping(r.Context()))
		},
	})
}

// run serves on an address until ctx is done, then lets the requests in hand
// finish.
func (p platform) run(ctx context.Context, address string) error {
	handler, err := p.handler()
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	server := handler.Server
	server.Handler = handler
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	p.log.Info("serving", "address", "http://"+listener.Addr().String())
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	p.log.Info("stopping")
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	return server.Shutdown(last)
}
