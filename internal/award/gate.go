package award

import (
	"net/netip"
	"time"
)

// Gate is a rule for faults that come from one place, such as wrong phrases of a
// person or wrong codes from a network: after Most of them within Span the place
// has to wait until the span is over. The records count them, so that a restart
// or another process forgives nothing; what is right writes nothing.
//
// Why a span that begins with the first fault, and not one that slides: one row
// for each place is all that is kept.
type Gate struct {
	Name string // of the gate, in the records
	Most int
	Span time.Duration
}

// Place is the name under which the records count what comes from a person or an
// address on the net. It is a hash, so that no address can be read in the records;
// whoever has them could try all addresses until the row is forgotten, a Span later.
func (g Gate) Place(from string) string { return HashSecret(g.Name + "\n" + network(from)) }

// network is the part of an address that one household or office holds.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Unmap().Is4() {
		return address
	}
	p, _ := a.Prefix(64)
	return p.String()
}

// WaitSeconds is the fault of a gate that is shut until an instant, whose sentence
// names the seconds as Count.
func WaitSeconds(key string, now, again Time) Fault { return wait(key, now, again, time.Second) }

// WaitMinutes is WaitSeconds in minutes.
func WaitMinutes(key string, now, again Time) Fault { return wait(key, now, again, time.Minute) }

func wait(key string, now, again Time, unit time.Duration) Fault {
	return Fault{Key: key, Values: map[string]any{"Count": max(1, int((again.Sub(now)+unit-1)/unit))}, Again: again}
}
