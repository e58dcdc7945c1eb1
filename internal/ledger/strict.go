package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// ErrSpelling says that a text is not the one spelling of what it says.
var ErrSpelling = errors.New("it is not written in the one form that is allowed")

// strict reads JSON and refuses unknown or doubled keys, anything behind it, and
// every spelling but that of json.Marshal.
func strict(text []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return ErrSpelling
	}
	again, err := json.Marshal(to)
	if err != nil {
		return err
	}
	if !bytes.Equal(again, text) {
		return ErrSpelling
	}
	return nil
}
