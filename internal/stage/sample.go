package stage

import (
	"bytes"
	"encoding/binary"
	"math"

	"we-gov.org/awards/internal/award"
)

// SampleSound is the recorded name of the n-th invented city: two tones that
// nobody takes for a voice, in 8,000 samples a second.
func SampleSound(n int) award.Sound {
	const rate, length = 8000, 3600
	var b bytes.Buffer
	for _, part := range []any{
		[]byte("RIFF"), uint32(36 + length), []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1), uint32(rate), uint32(rate), uint16(1), uint16(8), []byte("data"), uint32(length),
	} {
		_ = binary.Write(&b, binary.LittleEndian, part) // into memory
	}
	for i := range length {
		pitch, at := 294.0, float64(i%(length/2))
		if i >= length/2 {
			pitch = 294 * math.Pow(2, float64(n%7+2)/12)
		}
		soft := math.Sin(math.Pi * at / (length / 2))
		b.WriteByte(byte(128 + 40*soft*math.Sin(2*math.Pi*pitch*at/rate)))
	}
	return award.Sound{Media: "audio/wav", Bytes: b.Bytes()}
}
