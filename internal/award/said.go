package award

import (
	"cmp"
	"strings"
)

// SoundMB is the most megabytes of a recorded name: what a city may send is what a
// show has room for.
const SoundMB = 2

// Said is what a city says for the ceremony about one of its entries. Whoever is
// judged is asked, so that being asked tells nothing; empty texts are as the city
// is called, or not said.
type Said struct {
	Entry     ID     `db:"entry"`
	Screen    string `db:"screen"`     // a shorter name for the screen
	Name      string `db:"name"`       // as a certificate prints it, in Latin letters
	LocalName string `db:"local_name"` // and in the city's own script
	Say       string `db:"say"`        // how to say it
	Accepts   string `db:"accepts"`    // who would go on stage, name and office
	Comes     Coming `db:"comes"`
	Confirmed Time   `db:"confirmed"` // when somebody of the city last saved it; 0 = nobody has
	By        ID     `db:"confirmed_by"`
	// SoundKey is the object of the recorded name; empty = there is none. It is
	// kept beside the texts and needs no confirming.
	SoundKey    string `db:"sound_key"`
	SoundMedia  string `db:"sound_media"`
	SoundSize   int64  `db:"sound_size"`
	SoundSHA256 string `db:"sound_sha256"`
	SoundAt     Time   `db:"sound_at"`
	Version     int    `db:"version"` // 0 = nothing is kept yet
}

// Coming is whether somebody of a city will be in the hall.
type Coming string

// The answers; the first is none.
const (
	ComesUnsaid Coming = ""
	ComesYes    Coming = "yes"
	ComesNo     Coming = "no"
)

// Check returns what is wrong with the texts, or nil.
func (s Said) Check() error {
	faults := Invalid{}
	for _, text := range []struct {
		field, value string
		most         int
	}{{"screen", s.Screen, ShortMax}, {"name", s.Name, PrintedMax}, {"local_name", s.LocalName, PrintedMax}, {"say", s.Say, ShortMax}, {"accepts", s.Accepts, ShortMax}} {
		tooLong(faults, text.field, text.value, text.most)
	}
	switch s.Comes {
	case ComesUnsaid, ComesYes, ComesNo:
	default:
		faults.Add("comes", "fault.required_choice")
	}
	return faults.Or()
}

// Sound is the recorded name as a file of an entry with a reference; false where
// there is none.
func (s Said) Sound(reference string) (Attachment, bool) {
	ending := strings.TrimPrefix(s.SoundMedia, "audio/")
	f := Attachment{ID: s.Entry, Entry: s.Entry, Name: reference + "-name." + ending, Media: s.SoundMedia, Size: s.SoundSize, SHA256: s.SoundSHA256, Key: s.SoundKey, Created: s.SoundAt}
	return f, s.SoundKey != ""
}

// Over is how the ceremony names the entry's city: what the producer has typed,
// and where nothing was typed what the city says. That nobody comes holds unless
// the producer names somebody.
func (n Spoken) Over(s Said) Spoken {
	return Spoken{
		Screen: cmp.Or(n.Screen, s.Screen), Say: cmp.Or(n.Say, s.Say), Accepts: cmp.Or(n.Accepts, s.Accepts),
		Absent: n.Absent || s.Comes == ComesNo && n.Accepts == "",
	}
}
