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
func (g *Gate) Pass(from string, now Time) Time {
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
	if len(recent) >= g.Most {
		g.tries[key] = recent
		return recent[0].Add(g.Span)
	}
	g.tries[key] = append(recent, now)
	return 0
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
