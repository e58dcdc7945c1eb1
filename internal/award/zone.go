package award

import (
	"sync"
	"time"
)

// zones are those that were found, by name.
var zones sync.Map

// Zone returns the time zone of a name such as Asia/Seoul, as time.LoadLocation
// does, but reads the file of a zone only once.
func Zone(name string) (*time.Location, error) {
	if known, there := zones.Load(name); there {
		return known.(*time.Location), nil
	}
	zone, err := time.LoadLocation(name)
	if err == nil {
		zones.Store(name, zone)
	}
	return zone, err
}
