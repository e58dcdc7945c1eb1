package intake_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// invited opens the site on the day before the ceremony, with nothing said yet
// about the entry begun.
func invited(t *testing.T) desk {
	t.Helper()
	s := testkit.Site(t, demo.Ceremony)
	d := desk{s.Parts.Intake, s, t}
	o, err := d.Said(ctx, d.as(city), begun)
	must(t, err)
	if !o.Said.Confirmed.IsZero() {
		t.Fatalf("%s has said something in the demo: %+v", begun, o.Said)
	}
	return d
}

func (d desk) said() *intake.Dossier {
	d.t.Helper()
	o, err := d.Said(ctx, d.as(city), begun)
	must(d.t, err)
	return o
}

func (d desk) record(body []byte) (award.Attachment, error) {
	return d.KeepSound(ctx, d.as(city), begun, intake.Upload{Name: "name", Body: bytes.NewReader(body)})
}

func soundFile(t *testing.T, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", "sound", name))
	must(t, err)
	return body
}

func TestEditorConfirmsHowTheCityIsNamedAndACityNameIsKeptAsNone(t *testing.T) {
	d := invited(t)
	editor := d.as("port-oriel/editor")
	say := intake.Saying{Said: award.Said{Screen: "Port Oriel", Name: "City of Port Oriel", Say: "port OH-ree-el", Accepts: "Ana Sol", Comes: award.ComesYes}}
	must(t, d.Say(ctx, editor, begun, say))
	o := d.said()
	if got := o.Said; got.Screen != "" || got.Name != "City of Port Oriel" || got.By != editor.Person.ID || got.Confirmed != d.Clock.Now() || got.Version != 1 {
		t.Errorf("kept is %+v", got)
	}
	if o.Names[editor.Person.ID] == "" {
		t.Error("nobody is named who has confirmed it")
	}
	want(t, d.Say(ctx, d.as(city), begun, say), award.ErrConflict)
	say.Version = 1
	must(t, d.Say(ctx, d.as(city), begun, say))
	if n := d.events(o.Entry.ID, award.DeedSay); n != 1 {
		t.Errorf("%d events of one saying that was repeated", n)
	}
}

func TestTooLongWordsAreFaultsOfTheirFields(t *testing.T) {
	d := invited(t)
	long := string(bytes.Repeat([]byte("a"), award.PrintedMax+1))
	err := d.Say(ctx, d.as(city), begun, intake.Saying{Said: award.Said{Name: long, LocalName: long, Say: long + long + long + long, Comes: "perhaps"}})
	for field, key := range map[string]string{"name": "form.fault.too_long", "local_name": "form.fault.too_long", "say": "form.fault.too_long", "comes": "fault.required_choice"} {
		faulty(t, err, field, key)
	}
}

func TestOnlyWhoMayEditSaysAndOnlyOfAJudgedEntryBeforeItsResultIsOpen(t *testing.T) {
	d := invited(t)
	reader := d.as("port-oriel/reader")
	if _, err := d.Said(ctx, reader, begun); err != nil {
		t.Errorf("a reader of the city does not see it: %v", err)
	}
	refused(t, d.Say(ctx, reader, begun, intake.Saying{}), "entry.refused.right")
	_, err := d.KeepSound(ctx, reader, begun, intake.Upload{Body: bytes.NewReader(soundFile(t, "a.wav"))})
	refused(t, err, "entry.refused.right")
	_, err = d.Said(ctx, d.as("city/marvale"), begun)
	want(t, err, award.ErrNotFound)
	d.Update(func(tx *database.Tx) error {
		entry, err := tx.EntryRef(begun)
		if err != nil {
			return err
		}
		entry.State = award.EntryIneligible
		return tx.SaveEntry(&entry)
	})
	_, err = d.Said(ctx, d.as(city), begun)
	want(t, err, award.ErrNotFound)

	after := testkit.Site(t, demo.Public)
	d = desk{after.Parts.Intake, after, t}
	refused(t, d.Say(ctx, d.as(city), begun, intake.Saying{}), "ceremony.refused.over")
}

func TestSoundOfEachKindIsKnownByItsContent(t *testing.T) {
	d := invited(t)
	for name, media := range map[string]string{
		"a.mp3": "audio/mpeg", "a.m4a": "audio/mp4", "a.aac": "audio/aac", "a.ogg": "audio/ogg", "v.ogg": "audio/ogg", "a.wav": "audio/wav", "a.webm": "audio/webm", "recorded.webm": "audio/webm", "fragments.mp4": "audio/mp4",
	} {
		f, err := d.record(soundFile(t, name))
		if err != nil || f.Media != media {
			t.Errorf("%s is %q: %v", name, f.Media, err)
		}
		must(t, d.Forget(ctx, f))
	}
}

func TestWhatIsNoShortSoundIsRefusedAndNothingOfItIsKept(t *testing.T) {
	d := invited(t)
	before := d.objects()
	cut := func(name string) []byte { b := soundFile(t, name); return b[:len(b)*2/3] }
	long := soundFile(t, "a.wav")
	long = append(long, make([]byte, 17*8000)...)
	binary.LittleEndian.PutUint32(long[bytes.Index(long, []byte("data"))+4:], 18*8000)
	for _, c := range []struct {
		what string
		body []byte
		key  string
	}{
		{"a film", soundFile(t, "film.webm"), "ceremony.fault.no_sound"},
		{"another film", soundFile(t, "film.mp4"), "ceremony.fault.no_sound"},
		{"20 seconds", soundFile(t, "long.ogg"), "ceremony.fault.long"},
		{"20 seconds that are not told, in one cluster", soundFile(t, "live20.webm"), "ceremony.fault.long"},
		{"18 seconds", long, "ceremony.fault.long"},
		{"half an Ogg", cut("a.ogg"), "files.fault.truncated"},
		{"half a WAV", cut("a.wav"), "files.fault.truncated"},
		{"half a WebM", cut("a.webm"), "files.fault.truncated"},
		{"half an M4A", cut("a.m4a"), "files.fault.truncated"},
		{"the head of one MP3 frame", append([]byte{0xff, 0xfb, 0x90, 0}, make([]byte, 900)...), "ceremony.fault.no_sound"},
		{"a page", []byte("<!doctype html><script>alert(1)</script>"), "files.fault.type"},
		{"a picture", jpegOf(8, 8), "files.fault.type"},
		{"nothing", nil, "files.fault.empty"},
		{"three megabytes", append(soundFile(t, "a.mp3"), make([]byte, 3<<20)...), "files.fault.too_big"},
	} {
		_, err := d.record(c.body)
		var wrong award.Invalid
		if !errors.As(err, &wrong) || wrong["file"].Key != c.key {
			t.Errorf("%s: %v, want %s", c.what, err, c.key)
		}
	}
	if n := d.objects(); n != before {
		t.Errorf("%d objects were left by refused sounds", n-before)
	}
}

func TestNoBytesMakeTheReaderOfSoundsStumble(t *testing.T) {
	d := invited(t)
	for _, name := range []string{"a.mp3", "a.m4a", "a.aac", "a.ogg", "v.ogg", "a.wav", "a.webm"} {
		whole := soundFile(t, name)
		for at := 12; at < min(len(whole), 700); at += 13 {
			body := bytes.Clone(whole)
			body[at] ^= 0xff
			f, err := d.record(body)
			var wrong award.Invalid
			if err != nil && !errors.As(err, &wrong) {
				t.Fatalf("%s with another byte %d: %v", name, at, err)
			}
			if err == nil {
				must(t, d.Forget(ctx, f))
			}
		}
	}
}

func TestSoundIsReplacedAndRemovedWithItsObject(t *testing.T) {
	d := invited(t)
	before := d.objects()
	keep := func(name string) {
		t.Helper()
		f, err := d.record(soundFile(t, name))
		must(t, err)
		must(t, d.Say(ctx, d.as(city), begun, intake.Saying{Said: award.Said{Version: d.said().Said.Version}, New: f}))
	}
	keep("a.wav")
	keep("a.mp3")
	f, err := d.Sound(ctx, d.as("port-oriel/reader"), begun)
	must(t, err)
	if f.Media != "audio/mpeg" || f.SHA256 != hashOf(soundFile(t, "a.mp3")) || d.objects() != before+1 {
		t.Errorf("kept is %+v, objects %d", f, d.objects()-before)
	}
	// A colleague was quicker: the sound that came along is not kept.
	f, err = d.record(soundFile(t, "a.ogg"))
	must(t, err)
	want(t, d.Say(ctx, d.as(city), begun, intake.Saying{New: f}), award.ErrConflict)
	if n := d.objects(); n != before+1 {
		t.Errorf("a refused sound is kept: %d objects", n-before)
	}
	must(t, d.Say(ctx, d.as(city), begun, intake.Saying{Said: award.Said{Version: 2}, Drop: true}))
	_, err = d.Sound(ctx, d.as(city), begun)
	want(t, err, award.ErrNotFound)
	if n := d.objects(); n != before {
		t.Errorf("a removed sound is kept: %d objects", n-before)
	}
}
