package intake

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// drawingMax is the largest SVG that is read, in bytes.
const drawingMax = 5 << 20

// drawing checks an SVG: well-formed to its end, and with nothing in it that
// runs, loads from elsewhere or shows another kind of page. It is served as a
// download all the same.
func drawing(at object) error {
	if at.size > drawingMax {
		return fault("files.fault.too_big", "Max", drawingMax>>20)
	}
	r, err := at.stream()
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	first := true
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && !first:
			return nil
		case err != nil:
			return at.asFault(err)
		}
		switch t := token.(type) {
		case xml.Directive:
			if strings.Contains(strings.ToUpper(string(t)), "ENTITY") {
				return fault("files.fault.drawing")
			}
		case xml.StartElement:
			if first && t.Name.Local != "svg" || runs(t) {
				return fault("files.fault.drawing")
			}
			first = false
		}
	}
}

// runs reports whether an element of a drawing does more than draw.
func runs(t xml.StartElement) bool {
	switch strings.ToLower(t.Name.Local) {
	case "script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "set", "animate", "use":
		return strings.ToLower(t.Name.Local) != "use" || outside(t)
	}
	for _, a := range t.Attr {
		if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") {
			return true
		}
	}
	return outside(t)
}

// outside reports whether an element names something outside the drawing; a
// picture inside it as data is not.
func outside(t xml.StartElement) bool {
	for _, a := range t.Attr {
		value := strings.ToLower(strings.Join(strings.Fields(a.Value), ""))
		if strings.EqualFold(a.Name.Local, "href") && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/") {
			return true
		}
		if strings.Contains(value, "url(") && !strings.Contains(value, "url(#") || strings.Contains(value, "javascript:") {
			return true
		}
	}
	return false
}
