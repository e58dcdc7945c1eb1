package testkit

import (
	"os"
	"testing"

	"we-gov.org/awards/internal/printer"
)

// Printer is the Chromium of this machine that prints. Where it is missing the
// test is skipped, or fails when WEGO_TEST_ALL is 1.
func Printer(t testing.TB) *printer.Printer {
	t.Helper()
	p := printer.Find(os.Getenv("WEGO_CHROMIUM"))
	if p == nil && os.Getenv("WEGO_TEST_ALL") == "1" {
		t.Fatal("no Chromium here; on Debian: apt-get install chromium fonts-noto-core fonts-noto-cjk")
	}
	if p == nil {
		t.Skip("not run: no Chromium here")
	}
	return p
}

// Print gives the site a printer, as the program has where Chromium is installed.
func (s *Platform) Print(p *printer.Printer) {
	s.t.Helper()
	s.Parts.Printer = p
	s.Handler = s.handler(URL)
}
