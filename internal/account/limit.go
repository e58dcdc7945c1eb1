package account

import (
	"net/netip"
	"sync"
	"time"

	"we-gov.org/awards/internal/award"
)

// gate counts tries by where they come from and shuts for a while after too
// many. It is kept in memory: a restart forgives. Many offices share one address
// on the net, so it is wide; what guards a single account is counted in the
// records.
type gate struct {
	most int
	span time.Duration

	mu    sync.Mutex
	tries map[string][]award.Time
}

// mostSources bounds the memory that tries from ever new addresses can take.
const mostSources = 50_000

// pass counts a try and returns 0, or the instant at which the next one is
// welcome.
func (g *gate) pass(from string, now award.Time) award.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.tries == nil || len(g.tries) > mostSources {
		g.tries = map[string][]award.Time{}
	}
	key := network(from)
	recent := g.tries[key][:0]
	for _, at := range g.tries[key] {
		if at > now.Add(-g.span) {
			recent = append(recent, at)
		}
	}
	if len(recent) >= g.most {
		g.tries[key] = recent
		return recent[0].Add(g.span)
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
