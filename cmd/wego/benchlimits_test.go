package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4" //nolint:depguard // the bare handler against which pages are held

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
)

const filmSize = 200 << 20

// upload streams a film through the handler and watches the heap meanwhile.
func (f *figures) upload(b *testing.B) {
	const entry = "/en/my/entries/2027-0035"
	site := testkit.Site(b, demo.Submit)
	token := site.As("city/kitamori").Cookie("wego")
	b.Run("upload", func(b *testing.B) {
		t := took{}
		var most uint64
		for b.Loop() {
			runtime.GC()
			idle := heap()
			film := &watched{Reader: form(film())}
			r := httptest.NewRequest(http.MethodPost, testkit.URL+entry+"/attach/video", film)
			r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
			r.Header.Set("Accept", "application/json")
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			r.AddCookie(&http.Cookie{Name: "wego", Value: token})
			answer := httptest.NewRecorder()
			before, began := processor(), time.Now()
			site.Handler.ServeHTTP(answer, r)
			wall := time.Since(began)
			t.add(wall, processor()-before)
			if answer.Code != http.StatusOK {
				b.Fatalf("%d: %s", answer.Code, answer.Body)
			}
			most = max(most, film.most-min(film.most, idle))
			site = testkit.Site(b, demo.Submit)
			token = site.As("city/kitamori").Cookie("wego")
		}
		f.timing(b, "Upload of a film of 200 MB, to the disk", t, 0, 50)
		f.memory("Heap beside it at its highest", int64(most), 60<<20) //nolint:gosec // far below the limit
	})
}

// film is an MP4 of a minute and 200 MB.
func film() io.Reader {
	atom := func(kind string, body []byte) []byte {
		return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), kind...), body...) //nolint:gosec // small
	}
	length := make([]byte, 100)
	binary.BigEndian.PutUint32(length[12:], 1000)
	binary.BigEndian.PutUint32(length[16:], 60_000)
	head := slices.Concat(atom("ftyp", []byte("isom\x00\x00\x02\x00isommp41")), atom("moov", atom("mvhd", length)))
	head = append(binary.BigEndian.AppendUint32(head, 8+filmSize), "mdat"...)
	return io.MultiReader(strings.NewReader(string(head)), io.LimitReader(zeros{}, filmSize))
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func form(file io.Reader) io.Reader {
	return io.MultiReader(
		strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"film.mp4\"\r\nContent-Type: video/mp4\r\n\r\n"),
		file, strings.NewReader("\r\n--b--\r\n"))
}

// watched notes the largest heap while it is read.
type watched struct {
	io.Reader
	most uint64
	n    int
}

func (w *watched) Read(p []byte) (int, error) {
	if w.n++; w.n%64 == 0 {
		w.most = max(w.most, heap())
	}
	return w.Reader.Read(p)
}

func (w *watched) Close() error { return nil }

// heap is how many bytes of objects there are, those that nobody needs any more
// included.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// clients is how many ask at once when requests per second are counted.
const clients = 8

// limits holds pages and saving against a bare handler that answers with the
// same bytes, over the network of the machine, in turns; and names the disk's
// part.
func (f *figures) limits(b *testing.B) {
	site := testkit.Site(b, demo.Judge)
	ours := strings.TrimPrefix(site.Server(b), "http://")
	for _, path := range []string{"/en/library", "/en/library/" + practices(site)[0].Slug} {
		page := as(site, "").Get(path).Want(http.StatusOK)
		f.share(f.ratio(b, path+" from memory", ours, bare(b, []byte(page.Body)), func(int, int) string {
			return "GET " + path + " HTTP/1.1\r\nHost: wego.test\r\nAccept-Encoding: gzip\r\n\r\n"
		}), 0.8)
	}

	var tokens, paths []string
	for _, p := range site.Sample.People {
		token := ""
		for _, path := range unread(site, p.Person.ID) {
			if token == "" {
				token = site.As(string(p.Person.ID)).Cookie("wego")
			}
			tokens, paths = append(tokens, token), append(paths, path+"/score")
		}
	}
	if len(paths) < clients {
		b.Fatalf("only %d scoresheets are not begun", len(paths))
	}
	f.share(f.ratio(b, "Saving of scores", ours, bare(b, []byte(`{"version":1,"at":"12:00","total":"","scale":"","asks":[]}`)), func(client, i int) string {
		body := press(site, i).Encode()
		return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: wego.test\r\nSec-Fetch-Site: same-origin\r\nCookie: wego=%s\r\n"+
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", paths[client], tokens[client], len(body), body)
	}), 0)
	b.Run("fsync", func(b *testing.B) {
		file, err := os.Create(filepath.Join(b.TempDir(), "block"))
		if err != nil {
			b.Fatal(err)
		}
		defer file.Close()
		t, block := took{}, make([]byte, 4096)
		for b.Loop() {
			before, began := processor(), time.Now()
			_, _ = file.WriteAt(block, 0)
			_ = file.Sync()
			wall := time.Since(began)
			t.add(wall, processor()-before)
		}
		f.timing(b, "The disk's own part of a save: 4 KB and fsync", t, 0, 50)
	})
}

// bare serves the same bytes for whatever is asked, after reading it.
func bare(b *testing.B, body []byte) string {
	b.Helper()
	e := echo.New()
	answer := func(c echo.Context) error {
		_, _ = io.Copy(io.Discard, c.Request().Body)
		return c.Blob(http.StatusOK, "text/html; charset=utf-8", body)
	}
	e.GET("/*", answer)
	e.POST("/*", answer)
	server := httptest.NewServer(e)
	b.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

// ratio counts the requests per second of both in turns, three times, adds the
// medians, and returns how much of the limit is ours.
func (f *figures) ratio(b *testing.B, what, ours, limit string, request func(client, n int) string) float64 {
	b.Helper()
	var mine, bare []float64
	sent := [clients]int{}
	for range 3 {
		mine = append(mine, rate(b, ours, &sent, request))
		bare = append(bare, rate(b, limit, new([clients]int), request))
	}
	slices.Sort(mine)
	slices.Sort(bare)
	f.note(fmt.Sprintf("%s, %d clients at once", what, clients), fmt.Sprintf("%.0f/s", mine[1]))
	f.note("  a bare handler with the same bytes", fmt.Sprintf("%.0f/s", bare[1]))
	return mine[1] / bare[1]
}

// share adds a row of how much of a limit is ours, with the least that it should
// be; 0 = no goal.
func (f *figures) share(of, least float64) {
	r := figure{what: "  ours of it", p50: fmt.Sprintf("%.0f %%", 100*of)}
	if least > 0 {
		r.goal, r.judged, r.missed = fmt.Sprintf("≥ %.0f %%", 100*least), true, of < least
	}
	f.rows = append(f.rows, r)
}

// rate is how many requests are answered in a second; sent counts on.
func rate(b *testing.B, address string, sent *[clients]int, request func(client, n int) string) float64 {
	b.Helper()
	const lasts = 700 * time.Millisecond
	var done atomic.Int64
	var all sync.WaitGroup
	began := time.Now()
	for i := range clients {
		all.Go(func() {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			for in := bufio.NewReader(conn); time.Since(began) < lasts; sent[i]++ {
				_, _ = io.WriteString(conn, request(i, sent[i]))
				answer, err := http.ReadResponse(in, nil)
				if err != nil {
					b.Error(err)
					return
				}
				_, err = io.Copy(io.Discard, answer.Body)
				if _ = answer.Body.Close(); err != nil || answer.StatusCode != http.StatusOK {
					b.Errorf("%d, %v", answer.StatusCode, err)
					return
				}
				done.Add(1)
			}
		})
	}
	all.Wait()
	return float64(done.Load()) / time.Since(began).Seconds()
}
