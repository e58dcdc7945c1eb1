package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/internal/office"
)

// keySettings say where the key lies with which the log of deeds is signed.
type keySettings struct {
	LedgerKey string   `help:"File with the key that signs the record of decisions; made at the first start. Keep a copy elsewhere: without it nothing new can be signed. Default: ledger.key in the data folder." env:"WEGO_LEDGER_KEY" type:"path"`
	Observers []string `help:"Addresses of people outside who get every signature of the record by mail." env:"WEGO_OBSERVERS"`
}

// key reads the key, or makes one for the site's host where there is none. The
// file has two lines: private, public.
func (k keySettings) key(data, site string) (office.Key, error) {
	path := k.LedgerKey
	if path == "" {
		path = filepath.Join(data, "ledger.key")
	}
	text, err := os.ReadFile(path) //nolint:gosec // the path is a setting
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(path, site)
	}
	if err != nil {
		return office.Key{}, fmt.Errorf("key of the record: %w", err)
	}
	private, public, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	key := office.Key{Private: private, Public: strings.TrimSpace(public)}
	if err := ledger.CheckKey(key.Private, key.Public); err != nil {
		return office.Key{}, fmt.Errorf("key of the record in %s: %w", path, err)
	}
	return key, nil
}

func makeKey(path, site string) (office.Key, error) {
	at, err := url.Parse(site)
	if err != nil || at.Hostname() == "" {
		return office.Key{}, fmt.Errorf("--url: %q is not an address such as https://awards.we-gov.org", site)
	}
	private, public, err := ledger.NewKey(at.Hostname())
	if err != nil {
		return office.Key{}, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the path is a setting
	if err != nil {
		return office.Key{}, fmt.Errorf("key of the record: %w", err)
	}
	_, err = fmt.Fprintf(file, "%s\n%s\n", private, public)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return office.Key{}, fmt.Errorf("key of the record: %w", err)
	}
	return office.Key{Private: private, Public: public}, nil
}
