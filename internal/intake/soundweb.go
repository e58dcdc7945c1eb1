package intake

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"time"
)

// The elements of a WebM file that are looked at (RFC 9559, 5).
const (
	webmSegment  = 0x18538067
	webmInfo     = 0x1549a966
	webmScale    = 0x2ad7b1
	webmDuration = 0x4489
	webmTracks   = 0x1654ae6b
	webmTrack    = 0xae
	webmKind     = 0x83
	webmCodec    = 0x86
	webmCluster  = 0x1f43b675
	webmTime     = 0xe7
	webmSimple   = 0xa3
	webmGroup    = 0xa0
	webmBlock    = 0xa1
)

// webOpen are the elements that are looked into.
var webOpen = []uint64{webmSegment, webmInfo, webmTracks, webmTrack, webmCluster, webmGroup}

// webSound reads a WebM file whose tracks are all of sound. A browser that records
// may not write the length: then the beginning of the last block is the least.
func webSound(b []byte) (time.Duration, error) {
	w := webm{scale: 1_000_000}
	if err := w.walk(b); err != nil {
		return 0, err
	}
	if w.tracks == 0 || w.codecs != w.tracks || w.other {
		return 0, errNoSound
	}
	units := max(w.duration, float64(w.last))
	if units < 0 || math.IsNaN(units) || units*float64(w.scale) > float64(math.MaxInt64) {
		return 0, errCut
	}
	return time.Duration(units * float64(w.scale)), nil
}

// webm is what was found in a file.
type webm struct {
	tracks, codecs int
	other          bool // a track that is not of sound
	scale, last    uint64
	cluster        uint64 // when the one that is read begins
	duration       float64
}

// walk reads elements one after the other, and those of webOpen from within.
func (w *webm) walk(b []byte) error {
	for len(b) > 0 {
		id, n := number(b, false)
		size, m := number(b[n:], true)
		if n == 0 || m == 0 {
			return errCut
		}
		b = b[n+m:]
		if id == webmTrack {
			w.tracks++
		}
		// An unknown size is all ones; what is looked into needs none.
		if slices.Contains(webOpen, id) {
			continue
		}
		if size > uint64(len(b)) {
			return errCut
		}
		w.note(id, b[:size])
		b = b[size:]
	}
	return nil
}

func (w *webm) note(id uint64, value []byte) {
	switch id {
	case webmKind:
		w.other = w.other || unsigned(value) != 2
	case webmCodec:
		if s := string(value); s == "A_OPUS" || s == "A_VORBIS" {
			w.codecs++
		}
	case webmScale:
		w.scale = unsigned(value)
	case webmTime:
		w.cluster = unsigned(value)
		w.last = max(w.last, w.cluster)
	case webmSimple, webmBlock:
		w.last = max(w.last, w.cluster+after(value))
	case webmDuration:
		switch len(value) {
		case 4:
			w.duration = float64(math.Float32frombits(binary.BigEndian.Uint32(value)))
		case 8:
			w.duration = math.Float64frombits(binary.BigEndian.Uint64(value))
		}
	}
}

// after is how long after its cluster a block begins; 0 for one before it.
func after(block []byte) uint64 {
	_, n := number(block, true)
	if n == 0 || len(block) < n+2 || block[n]&0x80 != 0 {
		return 0
	}
	return unsigned(block[n : n+2])
}

// number reads a number whose first bits tell its length (RFC 8794, 4), with
// that mark or without it; n is how many bytes it has, 0 for none.
func number(b []byte, bare bool) (v uint64, n int) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0
	}
	n = bits.LeadingZeros8(b[0]) + 1
	if len(b) < n {
		return 0, 0
	}
	v = unsigned(b[:n])
	if bare {
		v &= 1<<(7*n) - 1
	}
	return v, n
}

// unsigned is a number of at most eight bytes.
func unsigned(b []byte) (v uint64) {
	for _, one := range b[:min(len(b), 8)] {
		v = v<<8 | uint64(one)
	}
	return v
}
