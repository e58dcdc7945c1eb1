package printer_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"we-gov.org/awards/internal/printer"
	"we-gov.org/awards/internal/testkit"
)

const sheet = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A sheet</title>` +
	`<style>@page{size:A4 landscape;margin:0}</style></head><body><p>고양시 · مدينة · 北京 · नमस्ते</p></body></html>`

func TestTheSamePageGivesTheSameBytesThatTellNothingOfTheirMaking(t *testing.T) {
	p := testkit.Printer(t)
	s, err := p.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	first, err := s.Print([]byte(sheet))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Print([]byte(strings.ReplaceAll(sheet, "北京", "上海"))); err != nil {
		t.Fatal(err)
	}
	again, err := p.Print(t.Context(), []byte(sheet))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, again) {
		t.Error("another session makes other bytes")
	}
	if !bytes.HasPrefix(first, []byte("%PDF-")) || bytes.Count(first, []byte("/Type /Page\n")) != 1 {
		t.Errorf("no PDF of one page: %.80q", first)
	}
	for _, told := range []string{"Chrom", "Skia", "D:202", "/tmp", "about:"} {
		if bytes.Contains(first, []byte(told)) {
			t.Errorf("the file tells %q", told)
		}
	}
	if !bytes.Contains(first, []byte("D:20000101000000+00'00'")) {
		t.Error("the file has no date that says nothing")
	}
}

func TestAPageIsNotPrintedOnceNobodyWaits(t *testing.T) {
	p := testkit.Printer(t)
	ctx, cancel := context.WithCancel(t.Context())
	s, err := p.Open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	cancel()
	if _, err := s.Print([]byte(sheet)); !errors.Is(err, context.Canceled) {
		t.Errorf("printed after all: %v", err)
	}
	if _, err := p.Open(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("opened after all: %v", err)
	}
}

func TestWithoutChromiumNothingIsPrinted(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	p := printer.Find("no-such-program")
	if p != nil {
		t.Fatal("something was found")
	}
	if _, err := p.Print(t.Context(), []byte(sheet)); !errors.Is(err, printer.ErrNone) {
		t.Error(err)
	}
}
