package web

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// printRuns are the PDFs in the making, at most one run for each person and
// edition.
//
// Why in memory, and for the person who asked alone: before the opening each of
// the jury's side may know other categories, and nothing of a winner is to lie on
// a disk. What was made is kept for an hour, and is sent only while every
// certificate is still as it was printed.
type printRuns struct {
	mu sync.Mutex
	of map[printKey]*printRun
}

type printKey struct {
	person award.ID
	year   int
	lang   string
}

// printRun is one run: pages are printed one after another into a ZIP.
type printRun struct {
	sum  [sha256.Size]byte // of what was to be printed
	of   int
	stop context.CancelFunc
	over chan struct{}

	mu   sync.Mutex
	done int
	at   award.Time
	zip  []byte
	err  error
}

// printsKept is how long a finished run is kept.
const printsKept = time.Hour

// sheet is one certificate to be printed.
type sheet struct {
	office.Paper
	page []byte
}

// sheets are the pages of certificates, and a sum over all that stands on them.
func (v *visit) sheets(papers []office.Paper) (all []sheet, sum [sha256.Size]byte, err error) {
	h := sha256.New()
	for _, p := range papers {
		page, err := v.wholePaper(p)
		if err != nil {
			return nil, sum, err
		}
		all = append(all, sheet{p, page})
		h.Write(page)
		h.Write([]byte(p.Signed))
	}
	return all, [sha256.Size]byte(h.Sum(nil)), nil
}

func (r *printRuns) get(key printKey, now award.Time) *printRun {
	r.mu.Lock()
	defer r.mu.Unlock()
	run := r.of[key]
	if run != nil && run.ended() && now.Sub(run.finished()) > printsKept {
		delete(r.of, key)
		return nil
	}
	return run
}

// start prints sheets unless that is under way.
func (r *printRuns) start(s *Site, key printKey, sum [sha256.Size]byte, all []sheet) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if old := r.of[key]; old != nil && !old.ended() {
		return award.Refuse(award.ErrConflict, "certificate.desk.busy")
	}
	ctx, stop := context.WithCancel(context.Background())
	run := &printRun{sum: sum, of: len(all), stop: stop, over: make(chan struct{})}
	if r.of == nil {
		r.of = map[printKey]*printRun{}
	}
	r.of[key] = run
	go func() {
		defer close(run.over)
		defer stop()
		err := run.print(ctx, s, all)
		if err != nil && !errors.Is(err, context.Canceled) {
			s.Log.Error("certificates", "error", err)
		}
		run.mu.Lock()
		defer run.mu.Unlock()
		run.err, run.at = err, s.Clock()
	}()
	return nil
}

// print fills the run's ZIP. A panic becomes an error: no handler stands around it.
func (r *printRun) print(ctx context.Context, s *Site, all []sheet) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("certificates: %v", p)
		}
	}()
	chromium, err := s.Printer.Open(ctx)
	if err != nil {
		return err
	}
	defer chromium.Close()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name string, body []byte) error {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(body)
		}
		return err
	}
	for _, one := range all {
		pdf, err := chromium.Print(one.page)
		if err != nil {
			return err
		}
		if err := errors.Join(put(paperName(one.Paper)+".pdf", one.Into(pdf)), put(paperName(one.Paper)+".txt", []byte(one.Signed))); err != nil {
			return err
		}
		r.mu.Lock()
		r.done++
		r.mu.Unlock()
	}
	if err := z.Close(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.zip = b.Bytes()
	return nil
}

func (r *printRun) ended() bool {
	select {
	case <-r.over:
		return true
	default:
		return false
	}
}

func (r *printRun) finished() award.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.at
}

func (r *printRun) state() (done int, zip []byte, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.done, r.zip, r.err
}

func (v *visit) printKey() printKey { return printKey{v.Actor.Person.ID, v.Year, v.Lang} }

// pdfPart fills in how far the making of PDFs is.
func (v *visit) pdfPart(view *certificatesView, all *office.Certificates) {
	t := v.Words.T
	if v.site.Printer == nil {
		view.Note = t("certificate.no_chromium")
		return
	}
	view.PDF = view.Action + "/pdf"
	run := v.site.prints.get(v.printKey(), v.Now)
	if run == nil {
		return
	}
	done, made, err := run.state()
	switch {
	case !run.ended():
		view.Run = &runView{
			Text: t("certificate.desk.running", "Done", done, "Count", run.of), Step: done, Of: run.of, Again: view.Action, Stop: view.Action + "/stop",
		}
		view.Scripts = append(view.Scripts, "wait")
	case made != nil:
		at := v.Words.Both(run.finished(), v.zone(), all.Edition.Location(), "", "")
		view.Zip = &templates.Link{Text: t("certificate.desk.download"), URL: view.Action + ".zip", About: t("certificate.desk.download_note", "At", at)}
	case err != nil && !errors.Is(err, context.Canceled):
		view.Failed = &templates.Note{Kind: templates.Warn, Lines: []string{t("certificate.desk.failed")}}
	}
}

// startPDFs begins to make the PDFs of every certificate that the person may
// know, and waits a moment for them.
func startPDFs(s *Site, v *visit) error {
	papers, err := s.Office.PrintCertificates(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	if s.Printer == nil || len(papers) == 0 {
		return award.ErrNotFound
	}
	sheets, sum, err := v.sheets(papers)
	if err != nil {
		return err
	}
	if err := s.prints.start(s, v.printKey(), sum, sheets); err != nil {
		return err
	}
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case <-s.prints.get(v.printKey(), v.Now).over:
	case <-wait.C:
	case <-v.ctx().Done():
	}
	return v.goTo(certificatesPath(v.Year, ""))
}

func stopPDFs(s *Site, v *visit) error {
	if run := s.prints.get(v.printKey(), v.Now); run != nil && !run.ended() {
		run.stop()
		<-run.over
		v.tell(templates.Info, "certificate.desk.stopped")
	}
	return v.goTo(certificatesPath(v.Year, ""))
}

// certificatesZip sends what was made, if all of it still holds.
func certificatesZip(s *Site, v *visit) error {
	papers, err := s.Office.PrintCertificates(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	run := s.prints.get(v.printKey(), v.Now)
	if run == nil {
		return award.ErrNotFound
	}
	_, made, _ := run.state()
	_, sum, err := v.sheets(papers)
	switch {
	case err != nil:
		return err
	case made == nil:
		return award.ErrNotFound
	case sum != run.sum:
		return award.Refuse(award.ErrConflict, "certificate.desk.stale")
	}
	v.Response().Header().Set("Content-Disposition", `attachment; filename="certificates.zip"`)
	return v.Blob(http.StatusOK, "application/zip", made)
}
