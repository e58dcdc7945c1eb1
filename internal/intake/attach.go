package intake

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// ErrStore is returned by Attach when the object store did not take a file that
// arrived well, which may be sent again later, and by Open when the store does
// not answer.
var ErrStore = errors.New("intake: object store")

// headSize is how much of a file is read before its type is decided.
const headSize = 64 << 10

// Upload is a file on its way: the kind of attachment that it is to be, the
// name that it came with, and its bytes as they arrive.
type Upload struct {
	Kind, Name string
	Body       io.Reader
}

// Attach keeps a file of an entry, read as it arrives in constant memory. Its
// type is decided by its content. What cannot be taken is an award.Invalid of
// the field "file", and nothing of it is kept: the object is stored before its
// row and deleted when the row is refused. When the records fail instead, the
// row may exist all the same, as after a connection that broke while it was
// committed; the object then stays, and storage.Sweep decides.
func (d *Desk) Attach(ctx context.Context, a award.Actor, ref string, u Upload) (award.Attachment, error) {
	var f award.Attachment
	var room space
	err := d.db.View(ctx, func(tx *database.Tx) error {
		o, err := d.open(tx, a, ref, award.DeedAttach)
		if err != nil {
			return err
		}
		room, err = o.space(tx, u.Kind, 0)
		f = award.Attachment{ID: award.NewID(), Entry: o.Entry.ID, Kind: u.Kind, Created: o.Now, By: a.Person.ID, Version: 1}
		return err
	})
	if err != nil {
		return f, err
	}
	f.Public = room.kind.Public == award.Always
	if err := d.take(ctx, &f, room, u); err != nil {
		return f, err
	}
	if err := d.addFile(ctx, a, ref, &f); refused(err) {
		return f, errors.Join(err, d.drop(ctx, f))
	} else if err != nil {
		return f, err
	}
	return f, nil
}

// take stores the objects of a file that has no row yet; of one that cannot be
// taken nothing is kept.
func (d *Desk) take(ctx context.Context, f *award.Attachment, room space, u Upload) (err error) {
	if f.Media, u.Body, err = room.sniff(u.Body); err != nil {
		return err
	}
	f.Name, f.Key = fileName(u.Name, f.Media), newKey()
	if err := d.keep(ctx, f, room, u.Body); err != nil {
		return errors.Join(err, d.drop(ctx, *f))
	}
	return nil
}

// refused reports whether a rule has kept a row out, so that it is known not to
// be there.
func refused(err error) bool {
	var faults award.Invalid
	for _, kind := range []error{award.ErrNotFound, award.ErrForbidden, award.ErrConflict, award.ErrClosed} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return errors.As(err, &faults)
}

// space is what is left for one more file of a kind.
type space struct {
	kind  award.AttachmentKind
	bytes int64 // the most that the file may have
	total bool  // that is the entry's limit rather than the kind's
	max   int   // the entry's limit in MB
	place int   // position of the next file
}

// space refuses a file when the entry has as many as it may, of the kind or at
// all, or no room for its size.
func (o *Dossier) space(tx *database.Tx, kind string, size int64) (space, error) {
	k, there := o.Edition.Attachment(kind)
	if !there {
		return space{}, award.ErrNotFound
	}
	s := space{kind: k, bytes: int64(k.MB) << 20, max: o.Edition.FilesTotalMB}
	all, err := tx.Attachments(o.Entry.ID)
	if err != nil {
		return s, err
	}
	left, same := int64(o.Edition.FilesTotalMB)<<20, 0
	for _, f := range all {
		left -= f.Size
		s.place = max(s.place, f.Position+1)
		if f.Kind == kind {
			same++
		}
	}
	if o.Edition.FilesTotalMB > 0 && left < s.bytes {
		s.bytes, s.total = max(left, 0), true
	}
	switch {
	case same >= k.Max:
		return s, fault("files.fault.too_many", "Count", k.Max, "Kind", k.Name)
	case o.Edition.FilesMax > 0 && len(all) >= o.Edition.FilesMax:
		return s, fault("files.fault.too_many_all", "Count", o.Edition.FilesMax)
	case s.bytes == 0 || size > s.bytes:
		return s, s.tooBig()
	}
	return s, nil
}

// tooBig is the fault of a file over the limit that comes first.
func (s space) tooBig() error {
	if s.total {
		return fault("files.fault.total", "Max", s.max)
	}
	return fault("files.fault.too_big", "Max", s.kind.MB)
}

// fault is the fault of a file.
func fault(key string, values ...any) error {
	faults := award.Invalid{}
	faults.Add("file", key, values...)
	return faults
}

// sniff decides the type of a file by its first bytes and gives back a reader
// of the whole.
func (s space) sniff(r io.Reader) (media string, whole io.Reader, err error) {
	head, err := io.ReadAll(io.LimitReader(r, headSize))
	switch {
	case err != nil:
		return "", nil, err
	case len(head) == 0:
		return "", nil, fault("files.fault.empty")
	}
	if media = mediaOf(head); !slices.ContainsFunc(s.kind.Formats, func(format string) bool { return mediaTypes[format] == media }) {
		return "", nil, fault("files.fault.type", "Formats", formats(s.kind))
	}
	return media, io.MultiReader(bytes.NewReader(head), r), nil
}

// formats lists the formats of a kind as people write them: "PDF, JPG".
func formats(k award.AttachmentKind) string { return strings.ToUpper(strings.Join(k.Formats, ", ")) }

// newKey is a fresh random key of an object.
func newKey() string {
	text := strings.ToLower(rand.Text())
	return "files/" + text[:2] + "/" + text
}

// keep stores the object and its thumbnail and notes what was found in it.
func (d *Desk) keep(ctx context.Context, f *award.Attachment, room space, r io.Reader) error {
	m := &meter{r: r, left: room.bytes, sum: sha256.New()}
	if _, err := d.store.Put(ctx, f.Key, m); err != nil {
		switch {
		case m.over:
			return room.tooBig()
		case m.failed != nil:
			return m.failed
		}
		return fmt.Errorf("%w: %w", ErrStore, err)
	}
	f.Size, f.SHA256 = m.read, hex.EncodeToString(m.sum.Sum(nil))
	select {
	case d.looking <- struct{}{}:
		defer func() { <-d.looking }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return d.inspect(ctx, f, room.kind)
}

// meter counts and hashes what is read and stops at a limit.
type meter struct {
	r          io.Reader
	left, read int64
	sum        hash.Hash
	over       bool
	failed     error // of r
}

var errOver = errors.New("intake: file over its limit")

// Read passes on what is read, or errOver beyond the limit.
func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.read += int64(n)
	if m.left -= int64(n); m.left < 0 {
		m.over = true
		return n, errOver
	}
	m.sum.Write(p[:n])
	if err != nil && !errors.Is(err, io.EOF) {
		m.failed = err
	}
	return n, err
}

// drop deletes the objects of a file that has no row, even when the person has
// gone; what remains is for storage.Sweep.
func (d *Desk) drop(ctx context.Context, f award.Attachment) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	var gone error
	for _, key := range []string{f.Key, f.Thumb, f.Wide, f.ThumbWebP, f.WideWebP} {
		if key != "" {
			gone = errors.Join(gone, d.store.Delete(ctx, key))
		}
	}
	return gone
}

// addFile stores the row of a file whose objects are kept, if there is still
// room and time for it.
func (d *Desk) addFile(ctx context.Context, a award.Actor, ref string, f *award.Attachment) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.open(tx, a, ref, award.DeedAttach)
		if err != nil {
			return err
		}
		room, err := o.space(tx, f.Kind, f.Size)
		if err != nil {
			return err
		}
		f.Position, f.Created = room.place, o.Now
		if err := tx.AddAttachment(*f); err != nil {
			return err
		}
		return o.record(tx, a, award.DeedAttach, map[string]any{"file": f.ID, "kind": f.Kind, "size": f.Size, "sha256": f.SHA256})
	})
}

// fileNameMax is the most characters of the name of a file.
const fileNameMax = 120

// fileName tidies the name that a file came with: its last part only, without
// characters that mean something to a system, and with an ending that fits
// what it is.
func fileName(name, media string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`/:*?"<>|`, r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	endings := endingsOf[media]
	end := path.Ext(name)
	if stem := strings.TrimSuffix(name, end); utf8.RuneCountInString(stem) > fileNameMax {
		name = string([]rune(stem)[:fileNameMax]) + end
	}
	if name == "" {
		name = "file"
	}
	if !slices.Contains(endings, strings.ToLower(end)) {
		name += endings[0]
	}
	return name
}

// Open returns the bytes of a file, or of its thumbnail, from a place on. The
// caller has made sure that the person may read it.
func (d *Desk) Open(ctx context.Context, key string, from int64) (io.ReadCloser, objects.Info, error) {
	body, info, err := d.store.Open(ctx, key, from, -1)
	if err != nil && !errors.Is(err, award.ErrNotFound) {
		err = fmt.Errorf("%w: %w", ErrStore, err)
	}
	return body, info, err
}

// File returns an attachment of an entry, if the actor may read the entry; the
// pair must match.
func (d *Desk) File(ctx context.Context, a award.Actor, ref string, id award.ID) (o *Dossier, f award.Attachment, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		o, f, err = d.openFile(tx, a, ref, id, award.DeedReadEntry)
		return err
	})
	return o, f, err
}

// openFile is open for a deed to one of the entry's files.
func (d *Desk) openFile(tx *database.Tx, a award.Actor, ref string, id award.ID, deed award.Deed) (o *Dossier, f award.Attachment, err error) {
	if o, err = d.open(tx, a, ref, deed); err != nil {
		return nil, f, err
	}
	f, err = tx.Attachment(o.Entry.ID, id)
	return o, f, err
}
