package web

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

func keptOf(t *testing.T, body string) *keptPage {
	t.Helper()
	p, err := newKept(http.StatusOK, "text/plain", []byte(body), gzip.DefaultCompression)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestReaderGetsTheSmallestFormThatItTakes(t *testing.T) {
	p := keptOf(t, strings.Repeat("practice ", 500))
	for accepted, coding := range map[string]string{
		"gzip, deflate, br, zstd": "br", "gzip": "gzip", "br;q=0, gzip": "gzip", "br;q=0.0": "", "gzip;q=0.5": "gzip", "": "", "identity": "", "brotli": "", "br;q=1": "br",
	} {
		if got := strings.Join(p.pick(accepted).coding, ""); got != coding {
			t.Errorf("%q gets %q, want %q", accepted, got, coding)
		}
	}
	if form := keptOf(t, "short").pick("br, gzip"); form.coding != nil {
		t.Error("a page of a few bytes is packed")
	}
}

func TestPageIsMadeOnceForAllWhoAskAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var k keptPages
		made, start := 0, make(chan struct{})
		var crowd sync.WaitGroup
		for range 50 {
			crowd.Go(func() {
				p, err := k.once("page", func() (*keptPage, error) {
					made++
					<-start
					return keptOf(t, "page"), nil
				})
				if err != nil || p == nil {
					t.Errorf("%v, %v", p, err)
				}
			})
		}
		synctest.Wait() // until all but the one who makes it wait for it
		close(start)
		crowd.Wait()
		if made != 1 {
			t.Errorf("made %d times", made)
		}
	})
}

func TestSearchesNeverPushOtherPagesOut(t *testing.T) {
	var k keptPages
	k.put("1", "home", "", keptOf(t, "home"))
	big := strings.Repeat("x", 4*megabyte)
	for n := range 20 {
		k.put("1", fmt.Sprint("search", n), "q=1", keptOf(t, big))
	}
	if k.get("1", "home", "") == nil || k.get("1", "search19", "q=1") == nil || k.get("1", "search0", "q=1") != nil {
		t.Error("the wrong pages are kept")
	}
	if k.put("2", "home", "", keptOf(t, "home")); k.get("1", "home", "") != nil || k.get("2", "search19", "q=1") != nil {
		t.Error("a page of the revision before is kept")
	}
}
