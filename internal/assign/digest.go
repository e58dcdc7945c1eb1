package assign

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"reflect"
	"strconv"
	"strings"
)

// digest feeds the JSON of a value to a hash, the same bytes as one call of
// json.Encoder, but long lists piece by piece: so the text is never in memory whole,
// and a context that ends is seen on the way.
type digest struct {
	hash.Hash
	stop func() bool
}

// hashOf is the SHA-256 of the JSON of a value, in hexadecimal.
func hashOf(x any) string { return hashUntil(x, never) }

// hashUntil is hashOf, or of no meaning once stop says so.
func hashUntil(x any, stop func() bool) string {
	d := digest{sha256.New(), stop}
	d.value(reflect.ValueOf(x))
	d.text("\n")
	return hex.EncodeToString(d.Sum(nil))
}

func never() bool { return false }

func (d digest) text(s string) { _, _ = d.Write([]byte(s)) }

// rowsAtOnce is how many rows of a longer list become text together.
const rowsAtOnce = 16

func (d digest) value(v reflect.Value) {
	switch kind := v.Kind(); {
	case d.stop():
	case kind == reflect.Pointer && !v.IsNil():
		d.value(v.Elem())
	case kind == reflect.Struct:
		d.fields(v)
	case kind == reflect.Slice && v.Len() > rowsAtOnce:
		d.pieces(v)
	case kind == reflect.Slice && v.Len() > 0 && v.Type().Elem().Kind() == reflect.Struct:
		for i := range v.Len() {
			d.text("[,"[min(i, 1):][:1])
			d.value(v.Index(i))
		}
		d.text("]")
	default:
		_, _ = d.Write(textOf(v))
	}
}

// pieces writes a list of small rows.
func (d digest) pieces(v reflect.Value) {
	n := rowsAtOnce
	if v.Type().Elem().Kind() != reflect.Struct {
		n *= 32 // ids and numbers
	}
	for i := 0; i < v.Len() && !d.stop(); i += n {
		rows := textOf(v.Slice(i, min(i+n, v.Len())))
		d.text("[,"[min(i, 1):][:1])
		_, _ = d.Write(rows[1 : len(rows)-1])
	}
	d.text("]")
}

// fields writes a struct as its tags say.
func (d digest) fields(v reflect.Value) {
	before := "{"
	for i := range v.NumField() {
		name, option, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",") // every field has one
		if name == "-" || option == "omitempty" && empty(v.Field(i)) {
			continue
		}
		d.text(before + strconv.Quote(name) + ":")
		d.value(v.Field(i))
		before = ","
	}
	d.text("}")
}

// empty is what omitempty leaves out.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// textOf is the JSON of ids, integers and sorted maps, which cannot fail.
func textOf(v reflect.Value) []byte {
	text, _ := json.Marshal(v.Interface())
	return text
}
