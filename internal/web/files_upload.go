package web

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// uploadLimit is above every limit that an edition may set: how large a file
// of a kind may be is decided while it arrives.
const uploadLimit = 200 << 30

// uploadOverhead is what a form around a file may take.
const uploadOverhead = 1 * megabyte

// attached is the answer to a script that has sent a file.
type attached struct {
	Location string `json:"location,omitempty"`
	Fault    string `json:"fault,omitempty"`
}

// attachFile takes a file as it arrives. What goes wrong is told at the form of
// its kind, and nothing of the file is kept.
func attachFile(s *Site, v *visit) error {
	o, err := s.Intake.Read(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	o.Edition = v.in(o.Edition)
	k, there := o.Edition.Attachment(v.Param("kind"))
	if !there {
		return award.ErrNotFound
	}
	last, err := v.receive(k, func(u intake.Upload) (award.Attachment, error) {
		return s.Intake.Attach(v.ctx(), v.Actor, o.Entry.Reference, u)
	})
	if err != nil {
		return v.refuseFile(s, k, err)
	}
	to := entryPath(o.Entry.Reference, "/files#"+k.Key)
	if len(k.Needs) > 0 {
		to = entryPath(o.Entry.Reference, "/files/"+string(last.ID)+"/edit")
	}
	v.tell(templates.OK, "files.added", "Name", last.Name)
	if v.wantsJSON() {
		return v.JSON(http.StatusOK, attached{Location: v.to(to)})
	}
	return v.goTo(to)
}

// receive reads the form to its end, keeping each file as one of a kind.
func (v *visit) receive(k award.AttachmentKind, keep func(intake.Upload) (award.Attachment, error)) (last award.Attachment, err error) {
	most := int64(k.MB)<<20 + uploadOverhead
	if v.Request().ContentLength > most {
		v.readOn(most)
		return last, award.Invalid{"file": {Key: "files.fault.too_big", Values: map[string]any{"Max": k.MB}}}
	}
	_, err = form.Stream(v.Request(), func(_ form.Values, f form.File) error {
		var err error
		last, err = keep(intake.Upload{Kind: k.Key, Name: f.Name, Body: f.Body})
		return err
	})
	switch {
	case err != nil:
		v.readOn(most)
	case last.ID == "":
		err = award.Invalid{"file": {Key: "files.fault.none"}}
	}
	return last, err
}

// readOn reads and forgets what a browser still sends, within reason: one that
// is cut off in the middle shows its own error instead of our sentence.
func (v *visit) readOn(most int64) {
	_, _ = io.CopyN(io.Discard, v.Request().Body, most)
}

func (v *visit) wantsJSON() bool {
	return strings.HasPrefix(v.Request().Header.Get("Accept"), "application/json")
}

// refuseFile tells why a file of an entry was not kept.
func (v *visit) refuseFile(s *Site, k award.AttachmentKind, err error) error {
	return v.refuseUpload(s, err, func(status int, faults award.Invalid) error {
		o, err := s.Intake.Read(v.ctx(), v.Actor, v.Param("ref"))
		if err != nil {
			return err
		}
		o.Edition = v.in(o.Edition)
		return v.showFiles(status, o, k.Key, faults)
	})
}

// refuseUpload tells why a file was not kept: a script in a line, a browser on the
// page that again shows, with the fault of the field "file".
func (v *visit) refuseUpload(s *Site, err error, again func(status int, faults award.Invalid) error) error {
	status, fault := http.StatusUnprocessableEntity, award.Fault{Key: "files.fault.broken"}
	var wrong award.Invalid
	var refused *award.Refusal
	switch {
	case errors.As(err, &wrong):
		fault = firstFault(wrong)
	case errors.As(err, &refused):
		status, fault = http.StatusConflict, refused.Fault
	case errors.Is(err, form.ErrMalformed), errors.Is(err, form.ErrTooLarge), errors.Is(err, io.ErrUnexpectedEOF):
		status = http.StatusBadRequest
	case errors.Is(err, intake.ErrStore):
		s.Log.Error("fault", "route", v.Path(), "reference", v.Get("reference"), "error", err)
		status, fault = http.StatusServiceUnavailable, award.Fault{Key: "files.fault.busy"}
	default:
		return err
	}
	if v.wantsJSON() {
		return v.JSON(status, attached{Fault: v.said(fault)})
	}
	return again(status, award.Invalid{"file": fault})
}
