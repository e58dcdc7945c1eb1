package stage

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
)

// sealedSizes are the lengths of the ciphers of a pack by kind of cue.
func sealedSizes(t *testing.T, faces int, slide string) map[award.CueKind][]int {
	t.Helper()
	show := sample().Plan
	var cues []award.Cue
	var packed []PackCue
	for _, kind := range []award.CueKind{award.CueTitle, award.CueFinalists, award.CueReveal, award.CuePhoto, award.CueReveal, award.CuePhoto} {
		c := award.Cue{Kind: kind, Category: show.Edition.Categories[0], Faces: make([]award.Face, faces)}
		cues, packed = append(cues, c), append(packed, PackCue{Category: "services", Title: string(kind), Slide: slide})
	}
	packed[2].Slide, packed[3].Slide = "", ""
	p, err := ShowPack(Running{Plan: show, Cues: cues, room: map[award.CueKind]int{award.CuePhoto: 30_000}}, "en", NewPhrase(), packed)
	if err != nil {
		t.Fatal(err)
	}
	sizes, at := map[award.CueKind][]int{}, 0
	for _, c := range cues {
		if c.Secret() {
			sizes[c.Kind], at = append(sizes[c.Kind], base64.StdEncoding.DecodedLen(len(p.Sealed[at]))), at+1
		}
	}
	if at != len(p.Sealed) {
		t.Fatalf("%d slides are sealed, want %d", len(p.Sealed), at)
	}
	return sizes
}

func TestLengthOfASealedSlideTellsNothing(t *testing.T) {
	none, two := sealedSizes(t, 0, strings.Repeat("w", 300)), sealedSizes(t, 2, strings.Repeat("long ", 300))
	for kind, sizes := range none {
		for i, size := range sizes {
			if size != sizes[0] || size != two[kind][i] {
				t.Errorf("%s %d is sealed in %d bytes, another in %d, one with two names in %d", kind, i, size, sizes[0], two[kind][i])
			}
		}
	}
	if none[award.CuePhoto][0] < 30_000 {
		t.Errorf("a slide without a photo takes %d bytes, less than one with the largest", none[award.CuePhoto][0])
	}
}

// voiced is the length of the cipher of each reveal of a pack whose winners have
// recorded names of so many bytes; the longest of anybody has 5,000.
func voiced(t *testing.T, bytes ...int) (sizes []int) {
	t.Helper()
	r := Running{Plan: sample().Plan, ear: 5000}
	r.Edition.SharedPrizes = true
	var packed []PackCue
	for _, mode := range []award.Mode{award.ModeDetail, award.ModeDetail, award.ModeList} {
		c := award.Cue{Kind: award.CueReveal, Category: r.Edition.Categories[0], Prize: award.Prize{PerCategory: 3}, Mode: mode}
		say := "<p>Marvale</p>"
		for _, n := range bytes {
			f := award.Face{Sound: award.Sound{Media: "audio/mpeg", Bytes: make([]byte, n)}}
			c.Faces, say = append(c.Faces, f), say+f.Sound.Text()
		}
		r.Cues, packed = append(r.Cues, c), append(packed, PackCue{Category: "services", Say: say})
	}
	p, err := ShowPack(r, "en", NewPhrase(), packed)
	if err != nil {
		t.Fatal(err)
	}
	for _, sealed := range p.Sealed {
		sizes = append(sizes, len(sealed))
	}
	return sizes
}

func TestLengthOfASealedSlideDoesNotTellWhoHasRecordedAName(t *testing.T) {
	want := voiced(t, 0)
	for _, bytes := range [][]int{{}, {5000}, {1}, {5000, 5000}, {3, 4999}} {
		if got := voiced(t, bytes...); !slices.Equal(got, want) {
			t.Errorf("winners with names of %d bytes are sealed in %d, without any in %d", bytes, got, want)
		}
	}
	if want[0] != want[1] || want[2] <= want[0] || want[0] < 2*5000*4/3 {
		t.Errorf("a reveal of one place takes %d and %d, one of three places %d", want[0], want[1], want[2])
	}
}

func TestCardOfAnotherCategoryIsNotPacked(t *testing.T) {
	show := sample().Plan
	r := Running{Plan: show, Cues: []award.Cue{{Kind: award.CueReveal, Category: show.Edition.Categories[0]}}}
	if _, err := ShowPack(r, "en", NewPhrase(), []PackCue{{Category: "open-city"}}); err == nil {
		t.Error("a card of another category is sealed under the cue")
	}
}
