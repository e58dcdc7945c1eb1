package stage

import (
	"encoding/base64"
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

func TestCardOfAnotherCategoryIsNotPacked(t *testing.T) {
	show := sample().Plan
	r := Running{Plan: show, Cues: []award.Cue{{Kind: award.CueReveal, Category: show.Edition.Categories[0]}}}
	if _, err := ShowPack(r, "en", NewPhrase(), []PackCue{{Category: "open-city"}}); err == nil {
		t.Error("a card of another category is sealed under the cue")
	}
}
