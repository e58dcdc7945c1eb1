package award

import (
	"slices"
	"strings"
)

// Edits are what the publishing desk changes of an entry before it is public:
// it leaves parts and files out, blackens words and describes pictures. It can
// take away and not add: what the city holds back stays held. The entry itself
// is never changed.
type Edits struct {
	Entry   ID                  `json:"-"`
	Parts   map[string]PartEdit `json:"parts,omitempty"` // by question; "title" is not among them
	Files   map[ID]FileEdit     `json:"files,omitempty"`
	Remark  string              `json:"remark,omitempty"` // of the jury, public
	From    Time                `json:"from,omitempty"`   // not public before; 0 = as soon as results are opened
	Version int                 `json:"-"`
	Changed Time                `json:"-"`
	By      ID                  `json:"-"`
}

// PartEdit is what becomes of one answer. An empty Text leaves it as it is.
type PartEdit struct {
	Held bool   `json:"held,omitempty"`
	Text string `json:"text,omitempty"`
}

// FileEdit is what becomes of one attachment. An empty Alt leaves the
// alternative text as it is.
type FileEdit struct {
	Held bool   `json:"held,omitempty"`
	Alt  string `json:"alt,omitempty"`
}

// Apply returns a publication with the edits in it.
func (e Edits) Apply(p Publication) Publication {
	if s := e.Parts["summary"]; s.Held {
		p.Summary = ""
	} else if s.Text != "" {
		p.Summary = s.Text
	}
	p.Parts = slices.DeleteFunc(slices.Clone(p.Parts), func(part PracticePart) bool { return e.Parts[part.Question].Held })
	for i, part := range p.Parts {
		if text := e.Parts[part.Question].Text; text != "" {
			p.Parts[i].Value = text
		}
	}
	p.Files = slices.DeleteFunc(slices.Clone(p.Files), func(f Attachment) bool { return e.Files[f.ID].Held })
	for i, f := range p.Files {
		if alt := e.Files[f.ID].Alt; alt != "" {
			p.Files[i].Alt = alt
		}
	}
	return p
}

// Undescribed returns the pictures of a publication that have no alternative
// text, so that somebody who does not see them would learn nothing.
func (p Publication) Undescribed() []Attachment {
	var all []Attachment
	for _, f := range p.Files {
		if undescribed(f) {
			all = append(all, f)
		}
	}
	return all
}

// Described is a publication without those pictures: they join its page when
// somebody describes them.
func (p Publication) Described() Publication {
	p.Files = slices.DeleteFunc(slices.Clone(p.Files), undescribed)
	return p
}

func undescribed(f Attachment) bool { return f.Thumb != "" && strings.TrimSpace(f.Alt) == "" }
