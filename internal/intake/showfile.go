package intake

import (
	"context"

	"we-gov.org/awards/internal/award"
)

// showKinds are the limits of a film of the run sheet and of its captions.
var showKinds = map[string]award.AttachmentKind{
	award.FileFilm:     {Key: "-film", Formats: []string{"mp4", "webm"}, MB: 500, Max: 1},
	award.FileCaptions: {Key: "-captions", Formats: []string{"vtt"}, MB: captionsMax >> 20, Max: 1},
}

// ShowKind returns the limits of a kind of award.PartFile; false for another.
func ShowKind(kind string) (award.AttachmentKind, bool) {
	k, there := showKinds[kind]
	return k, there
}

// KeepShowFile stores a file of the run sheet that stage.Desk.KeepFile is to follow:
// files are looked at here, whoever sends them. What cannot be taken is an
// award.Invalid of the field "file", and nothing of it is kept.
func (d *Desk) KeepShowFile(ctx context.Context, a award.Actor, u Upload) (f award.Attachment, err error) {
	if err := award.May(a, award.DeedEditShow, award.Object{}); err != nil {
		return f, err
	}
	k, there := ShowKind(u.Kind)
	if !there {
		return f, award.ErrNotFound
	}
	f.ID = award.NewID()
	err = d.take(ctx, &f, space{kind: k, bytes: int64(k.MB) << 20}, u)
	return f, err
}
