package intake

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"time"

	"we-gov.org/awards/internal/award"
)

// soundLongest is how long a recorded name may last. Where a file does not say
// its length cheaply, its size alone is limited.
const soundLongest = 15 * time.Second

// soundSlack is how much longer a file may be: players round, and encoders pad.
const soundSlack = time.Second

// errNoSound is a file that holds no sound that can be played, or more than sound.
var errNoSound = errors.New("intake: not a sound")

// sound reads a recorded name through to see that it is sound and nothing else,
// whole, and short. A video container that holds sound alone gets the type of
// one.
func sound(at object, f *award.Attachment) error {
	all, err := at.all()
	if err != nil {
		return at.asFault(err)
	}
	var lasts time.Duration
	switch f.Media {
	case mediaWAV:
		lasts, err = wave(all)
	case mediaMP3, mediaAAC:
		lasts, err = frames(all)
	case mediaOGG:
		lasts, err = ogg(all)
	case mediaM4A, mediaMP4:
		f.Media = mediaM4A
		lasts, err = soundOnly(all)
	case mediaWebM:
		f.Media = mediaWebA
		lasts, err = webSound(all)
	default:
		err = errNoSound
	}
	switch {
	case errors.Is(err, errNoSound):
		return fault("ceremony.fault.no_sound")
	case err != nil:
		return fault("files.fault.truncated")
	case lasts > soundLongest+soundSlack:
		return fault("ceremony.fault.long", "Count", int(math.Ceil(lasts.Seconds())), "Max", int(soundLongest.Seconds()))
	}
	return nil
}

var errCut = errors.New("intake: the sound breaks off")

// lasting is so many units at so many a second.
func lasting[N int | int64 | uint64 | uint32](units, rate N) time.Duration {
	if rate == 0 || float64(units)/float64(rate) > 1e6 {
		return math.MaxInt64
	}
	return time.Duration(float64(units) / float64(rate) * float64(time.Second))
}

// wave reads a RIFF file: PCM or floating point, with its data to the end.
func wave(b []byte) (lasts time.Duration, err error) {
	var perSecond uint32
	for at := 12; at+8 <= len(b); {
		kind, size := string(b[at:at+4]), int64(binary.LittleEndian.Uint32(b[at+4:]))
		body := b[at+8:]
		switch kind {
		case "fmt ":
			if size < 16 || len(body) < 16 || !slices.Contains([]uint16{1, 3, 0xfffe}, binary.LittleEndian.Uint16(body)) {
				return 0, errNoSound
			}
			perSecond = binary.LittleEndian.Uint32(body[8:])
		case "data":
			switch {
			case perSecond == 0 || size == 0:
				return 0, errNoSound
			case size > int64(len(body)):
				return 0, errCut
			}
			return lasting(uint32(size), perSecond), nil //nolint:gosec // read from 32 bits
		}
		at += 8 + int(size+size%2)
	}
	return 0, errNoSound
}

// framesLeast is how many frames make a file a sound and not an accident.
const framesLeast = 4

// frames walks the frames of MP3 (ISO/IEC 11172-3, 2.4.1) or of AAC in ADTS
// (ISO/IEC 13818-7, 6.2), after the tags before them.
func frames(b []byte) (lasts time.Duration, err error) {
	for len(b) > 10 && string(b[:3]) == "ID3" {
		size := int(b[6]&0x7f)<<21 | int(b[7]&0x7f)<<14 | int(b[8]&0x7f)<<7 | int(b[9]&0x7f)
		b = b[min(len(b), 10+size):]
	}
	n := 0
	for len(b) > 7 {
		size, long := mpegFrame(b)
		if size == 0 {
			size, long = adtsFrame(b)
		}
		if size == 0 {
			break // tags behind the sound
		}
		n, lasts, b = n+1, lasts+long, b[min(size, len(b)):]
	}
	switch {
	case n < framesLeast:
		return 0, errNoSound
	case len(b) > 64<<10:
		return 0, errCut
	}
	return lasts, nil
}

var (
	mpegRates  = [3]int{44100, 48000, 32000}
	mpegBits   = [16]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
	mpeg2Bits  = [16]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
	adtsRates  = [13]int{96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350}
	adtsBlocks = 1024
)

// mpegFrame is the size of the frame of layer III at the beginning of b, and how
// long it lasts; 0 for none.
func mpegFrame(b []byte) (size int, lasts time.Duration) {
	version, layer := b[1]>>3&3, b[1]>>1&3
	rate, bits := b[2]>>2&3, b[2]>>4
	if b[0] != 0xff || b[1]>>5 != 7 || version == 1 || layer != 1 || rate == 3 || bits == 0 || bits == 15 {
		return 0, 0
	}
	samples, per, hertz, kilobits := 1152, 144, mpegRates[rate], mpegBits[bits]
	if version != 3 {
		samples, per, hertz, kilobits = 576, 72, hertz/2, mpeg2Bits[bits]
	}
	if version == 0 {
		hertz /= 2
	}
	return per*1000*kilobits/hertz + int(b[2]>>1&1), lasting(samples, hertz)
}

// adtsFrame is mpegFrame for AAC.
func adtsFrame(b []byte) (size int, lasts time.Duration) {
	rate := int(b[2] >> 2 & 15)
	size = int(b[3]&3)<<11 | int(b[4])<<3 | int(b[5]>>5)
	if b[0] != 0xff || b[1]&0xf6 != 0xf0 || rate >= len(adtsRates) || size < 7 {
		return 0, 0
	}
	return size, lasting(adtsBlocks*(1+int(b[6]&3)), adtsRates[rate])
}

// ogg walks the pages of one stream of Opus or Vorbis (RFC 3533, 6; RFC 7845, 4).
func ogg(b []byte) (lasts time.Duration, err error) {
	var serial uint32
	var rate, end, skip int64
	for first := true; len(b) > 0; first = false {
		if len(b) < 27 || string(b[:4]) != "OggS" {
			return 0, errCut
		}
		head, size := 27+int(b[26]), 0
		if len(b) < head {
			return 0, errCut
		}
		for _, part := range b[27:head] {
			size += int(part)
		}
		if len(b) < head+size {
			return 0, errCut
		}
		if first {
			serial = binary.LittleEndian.Uint32(b[14:])
			if rate, skip = oggRate(b[head : head+size]); rate == 0 {
				return 0, errNoSound
			}
		} else if binary.LittleEndian.Uint32(b[14:]) != serial {
			return 0, errNoSound
		}
		end = max(end, int64(binary.LittleEndian.Uint64(b[6:]))) //nolint:gosec // -1 stands for none
		b = b[head+size:]
	}
	return lasting(max(end-skip, 0), rate), nil
}

// oggRate reads the first packet of a stream: samples a second, and how many of
// them come before the sound.
func oggRate(packet []byte) (rate, skip int64) {
	switch {
	case len(packet) >= 19 && bytes.HasPrefix(packet, []byte("OpusHead")):
		return 48000, int64(binary.LittleEndian.Uint16(packet[10:]))
	case len(packet) >= 16 && bytes.HasPrefix(packet, []byte("\x01vorbis")):
		return int64(binary.LittleEndian.Uint32(packet[12:])), 0
	}
	return 0, 0
}

// soundOnly reads a file of boxes whose tracks are all of sound.
func soundOnly(b []byte) (lasts time.Duration, err error) {
	at := bytes.NewReader(b)
	moov, found, err := box(at, 0, int64(len(b)), "moov")
	if err != nil || !found {
		return 0, errors.Join(err, errCut)
	}
	tracks, err := boxes(at, moov.from, moov.to, "trak")
	if err != nil {
		return 0, err
	}
	for _, track := range tracks {
		media, _, err := box(at, track.from, track.to, "mdia")
		if err != nil {
			return 0, err
		}
		handler, there, err := box(at, media.from, media.to, "hdlr")
		switch {
		case err != nil:
			return 0, err
		case !there || handler.to-handler.from < 12 || string(b[handler.from+8:handler.from+12]) != "soun":
			return 0, errNoSound
		}
	}
	if len(tracks) == 0 {
		return 0, errNoSound
	}
	return length(at, moov)
}
