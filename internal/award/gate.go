package award

import (
	"net/netip"
	"sync"
	"time"
)

// Gate counts tries by where they come from and shuts for a while after too
// many. It is kept in memory: a restart forgives. Many offices share one address
// on the net, so it is wide; what guards a single account is counted in the
// records. It is safe for concurrent use.
type Gate struct {
	Most int
	Span time.Duration

	mu    sync.Mutex
	tries map[string][]Time
}

// mostSources bounds the memory that tries from ever new addresses can take.
const mostSources = 50_000

// Pass counts a try and returns 0, or the instant at which the next one is
// welcome.
func (g *Gate) Pass(from string, now Time) Time { return g.pass(from, now, true) }

// Shut is Pass without counting a try: where only tries that fail are counted,
// Shut stands before each and Pass after one that failed.
func (g *Gate) Shut(from string, now Time) Time { return g.pass(from, now, false) }

func (g *Gate) pass(from string, now Time, count bool) Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.tries == nil || len(g.tries) > mostSources {
		g.tries = map[string][]Time{}
	}
	key := network(from)
	recent := g.tries[key][:0]
	for _, at := range g.tries[key] {
		if at > now.Add(-g.Span) {
			recent = append(recent, at)
		}
	}
	var again Time
	switch {
	case len(recent) >= g.Most:
		again = recent[0].Add(g.Span)
	case count:
		recent = append(recent, now)
	}
	if g.tries[key] = recent; len(recent) == 0 {
		delete(g.tries, key)
	}
	return again
}

// network is the part of an address that one household or office holds.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Unmap().Is4() {
		return address
	}
	p, _ := a.Prefix(64)
	return p.String()
}
