package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/internal/locale"
)

// verifyCommand checks results without a server and without trusting one.
type verifyCommand struct {
	Bundle      verifyBundle      `cmd:"" default:"withargs" help:"Verify a bundle of results: the record of deeds, its signatures, the commitments, and, in an auditor's bundle, the tally."`
	Certificate verifyCertificate `cmd:"" help:"Verify a certificate that was saved as a file."`
	Receipt     verifyReceipt     `cmd:"" help:"Verify a receipt: that a judge's own scoresheets were counted, or that what a city sent is in the record."`
}

// publicKey is the key by which something is verified: its text or a file with it.
type publicKey struct {
	Key string `required:"" help:"Public key of the platform, or a file with it. Take it from print or from somebody you trust, not from where the file came from."`
}

func (k publicKey) text() (string, error) {
	if strings.Contains(k.Key, "+") {
		return strings.TrimSpace(k.Key), nil
	}
	text, err := os.ReadFile(k.Key)
	if err != nil {
		return "", errors.New(locale.Must("en").T("verify.fault.no_key", "Have", k.Key))
	}
	return strings.TrimSpace(string(text)), nil
}

// unheld says of a file what does not hold.
func unheld(words *locale.Words, file, why string) error {
	return errors.New(words.T("verify.unheld", "File", file, "Why", why))
}

type verifyBundle struct {
	publicKey
	File    string   `arg:"" help:"The bundle: bundle.json from the page “Verify the results”." type:"existingfile"`
	Against []string `help:"Checkpoints that you kept, such as those from mails: the record must still hold what they signed." type:"existingfile"`
}

// Run replays the bundle and fails on the first thing that does not hold.
func (c *verifyBundle) Run(out io.Writer) error {
	key, err := c.text()
	if err != nil {
		return err
	}
	bundle, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	var kept []string
	for _, name := range c.Against {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		kept = append(kept, ledger.Kept(text))
	}
	words := locale.Must("en")
	report, err := ledger.Verify(bundle, key, kept...)
	if f, broken := errors.AsType[*ledger.Fault](err); broken {
		return unheld(words, c.File, faultText(words, f))
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, strings.Join(reportLines(words, report), "\n"))
	return err
}

// faultText names what does not hold and where.
func faultText(words *locale.Words, f *ledger.Fault) string {
	text := words.T("verify.fault."+string(f.Kind), "Leaf", f.Leaf+1, "Checkpoint", f.Checkpoint+1, "Year", fmt.Sprint(f.Year), "Category", f.Category,
		"Entry", f.Entry, "Judge", f.Judge, "Prize", f.Prize, "Want", f.Want, "Have", f.Have)
	if f.Category != "" {
		return words.T("verify.in", "Year", fmt.Sprint(f.Year), "Category", f.Category, "Text", text)
	}
	return text
}

func reportLines(words *locale.Words, r *ledger.Report) []string {
	instant := func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
	lines := []string{
		words.T("verify.log", "Name", r.Origin, "Count", r.Leaves),
		words.T("verify.checkpoints", "Count", r.Checkpoints, "First", instant(r.First), "Last", instant(r.Last)),
	}
	if r.Kept > 0 {
		lines = append(lines, words.T("verify.kept", "Count", r.Kept))
	}
	for _, v := range r.Results {
		lines = append(lines, words.T("verify.result", "Year", fmt.Sprint(v.Year), "Category", v.Name, "At", instant(v.Covered), "Seal", v.Sealed+1, "Open", v.Opening+1))
		for _, w := range v.Prizes {
			if w.Entry == "" {
				lines = append(lines, "  "+words.T("verify.withheld", "Prize", w.Name))
			} else {
				lines = append(lines, "  "+words.T("verify.won", "Prize", w.Name, "City", w.City, "Title", w.Title, "Entry", w.Entry))
			}
		}
		tally := "verify.untallied"
		if v.Tallied {
			tally = "verify.tallied"
		}
		lines = append(lines, "  "+words.T(tally, "Sheets", v.Sheets, "Entries", v.Entries))
	}
	for _, a := range r.Amended {
		lines = append(lines, words.T("verify.amended."+a.Act, "Year", fmt.Sprint(a.Year), "Category", a.Category, "Prize", a.Prize, "Entry", a.Entry, "At", instant(a.At), "Reason", a.Reason))
	}
	for _, v := range r.Void {
		lines = append(lines, words.T("verify.void", "Code", v.Code, "City", v.Holder(), "At", instant(v.By.At), "Reason", v.By.Reason))
	}
	if r.Certificates > 0 {
		lines = append(lines, words.T("verify.certificates", "Count", r.Certificates, "Void", len(r.Void)))
	}
	return append(lines, words.T("verify.good"))
}

type verifyReceipt struct {
	publicKey
	File   string `arg:"" help:"The receipt: receipt.json." type:"existingfile"`
	Bundle string `arg:"" help:"The bundle: bundle.json from the page “Verify the results”." type:"existingfile"`
}

// Run verifies the bundle and says what of it the receipt shows, or fails.
func (c *verifyReceipt) Run(out io.Writer) error {
	key, err := c.text()
	if err != nil {
		return err
	}
	receipt, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	bundle, err := os.ReadFile(c.Bundle)
	if err != nil {
		return err
	}
	words := locale.Must("en")
	report, err := ledger.VerifyReceipt(receipt, bundle, key)
	if f, broken := errors.AsType[*ledger.Fault](err); broken {
		return unheld(words, c.File, faultText(words, f))
	}
	if err != nil {
		return err
	}
	var lines []string
	for _, s := range report.Counted {
		lines = append(lines, words.T("verify.counted", "Entry", s.Entry, "Year", fmt.Sprint(s.Year), "Category", s.Category, "Judge", s.Judge, "Scores", scoresText(s.Scores)))
	}
	if report.Hash != "" {
		lines = append(lines, words.T("verify.sent", "Leaf", report.Leaf+1, "At", report.Sent.At.UTC().Format("2006-01-02 15:04:05 UTC"), "Hash", report.Hash))
	}
	_, err = fmt.Fprintln(out, strings.Join(append(lines, words.T("verify.good")), "\n"))
	return err
}

func scoresText(scores map[string]float64) string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(scores)) {
		all = append(all, fmt.Sprintf("%s %g", key, scores[key]))
	}
	return strings.Join(all, ", ")
}

type verifyCertificate struct {
	publicKey
	File string `arg:"" help:"The certificate's file: the signed note, or the PDF that holds it." type:"existingfile"`
}

// Run says what the certificate says, or fails.
func (c *verifyCertificate) Run(out io.Writer) error {
	key, err := c.text()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	words := locale.Must("en")
	said, err := ledger.OpenCertificate(ledger.FromFile(text), key)
	switch {
	case errors.Is(err, ledger.ErrSignature):
		return unheld(words, c.File, words.T("verify.fault.signature_certificate"))
	case err != nil:
		return unheld(words, c.File, words.T("verify.fault.form_certificate"))
	}
	_, err = fmt.Fprintln(out, words.T("verify.certificate", "Prize", said.Prize, "Year", fmt.Sprint(said.Year), "Category", said.Category,
		"City", said.Holder(), "Title", said.Title, "Entry", said.Entry, "Code", said.Code))
	return err
}
