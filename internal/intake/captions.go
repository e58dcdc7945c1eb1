package intake

import (
	"bytes"
	"unicode/utf8"
)

// captionsMax is the largest file of captions that is read, in bytes.
const captionsMax = 1 << 20

// captions checks a file of captions: WebVTT in UTF-8 with at least one cue
// (W3C WebVTT, section 4.1).
func captions(at object) error {
	if at.size > captionsMax {
		return fault("files.fault.too_big", "Max", captionsMax>>20)
	}
	text, err := at.all()
	if err != nil {
		return at.asFault(err)
	}
	if !utf8.Valid(text) || !bytes.Contains(text, []byte("-->")) {
		return fault("files.fault.captions")
	}
	return nil
}
