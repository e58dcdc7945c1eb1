package intake

import (
	"encoding/binary"
	"errors"
	"io"
	"strconv"
	"time"

	"we-gov.org/awards/internal/award"
)

// boxesMax is how many boxes of a film are looked at.
const boxesMax = 10_000

// filmSlack is how much longer than allowed a film may be, since players round
// its length.
const filmSlack = 5 * time.Second

// film checks an MP4 or QuickTime film by its boxes (ISO/IEC 14496-12, 4.2):
// the last one must end with the file, and the one that describes the film must
// be there. It also reads how long the film is.
func film(at object, k award.AttachmentKind) error {
	moov, found, err := box(at, 0, at.size, "moov")
	if err != nil {
		return at.asFault(err)
	}
	if !found {
		return fault("files.fault.truncated")
	}
	lasts, err := length(at, moov)
	if err != nil {
		return at.asFault(err)
	}
	if allowed := time.Duration(k.MinutesMax) * time.Minute; allowed > 0 && lasts > allowed+filmSlack {
		return fault("files.fault.minutes", "Length", clock(lasts), "Max", k.MinutesMax)
	}
	return nil
}

func clock(d time.Duration) string {
	seconds := strconv.Itoa(int(d/time.Second) % 60)
	if len(seconds) < 2 {
		seconds = "0" + seconds
	}
	return strconv.Itoa(int(d/time.Minute)) + ":" + seconds
}

// span is the content of a box.
type span struct{ from, to int64 }

// box walks the boxes of a stretch of the file to its end and returns the
// content of the first one of a type.
func box(at io.ReaderAt, from, to int64, kind string) (in span, found bool, err error) {
	all, err := boxes(at, from, to, kind)
	if err != nil || len(all) == 0 {
		return in, false, err
	}
	return all[0], true, nil
}

// boxes is box for all of a type.
func boxes(at io.ReaderAt, from, to int64, kind string) (all []span, err error) {
	for n := 0; from < to; n++ {
		if n == boxesMax {
			return nil, errors.New("too many boxes")
		}
		var head [16]byte
		if _, err := at.ReadAt(head[:min(16, to-from)], from); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		size, skip := int64(binary.BigEndian.Uint32(head[:])), int64(8)
		switch size {
		case 0: // to the end of the file
			size = to - from
		case 1:
			size, skip = int64(binary.BigEndian.Uint64(head[8:])), 16 //nolint:gosec // checked below
		}
		if size < skip || size > to-from {
			return nil, io.ErrUnexpectedEOF
		}
		if string(head[4:8]) == kind {
			all = append(all, span{from + skip, from + size})
		}
		from += size
	}
	return all, nil
}

// length reads how long a film lasts from its movie header; 0 if it does not say.
func length(at io.ReaderAt, moov span) (time.Duration, error) {
	header, found, err := box(at, moov.from, moov.to, "mvhd")
	if err != nil || !found {
		return 0, err
	}
	b := make([]byte, min(32, header.to-header.from))
	if _, err := at.ReadAt(b, header.from); err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	var scale, units uint64
	switch {
	case len(b) >= 32 && b[0] == 1:
		scale, units = uint64(binary.BigEndian.Uint32(b[20:])), binary.BigEndian.Uint64(b[24:])
	case len(b) >= 20:
		scale, units = uint64(binary.BigEndian.Uint32(b[12:])), uint64(binary.BigEndian.Uint32(b[16:]))
	}
	if scale == 0 || units/scale > 1e6 {
		return 0, nil
	}
	return time.Duration(units/scale) * time.Second, nil //nolint:gosec // below 1e6 seconds
}
