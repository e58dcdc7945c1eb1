package award_test

import (
	"reflect"
	"testing"

	"we-gov.org/awards/internal/award"
)

// filled puts something into every field, so that a field that is added later
// is tested too.
func filled(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			filled(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			filled(v.Index(i))
		}
	case reflect.Map:
		if v.Type() == reflect.TypeFor[award.Translations]() {
			v.Set(reflect.ValueOf(award.Translations{"a": {"b": "c"}}))
			return
		}
		v.Set(reflect.ValueOf(map[string]any{"a": map[string]any{"b": []any{"c", map[string]any{"d": 1.0}}}}))
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Float64:
		v.SetFloat(0.5)
	case reflect.Bool:
		v.SetBool(true)
	default:
		panic("a kind of field that Copy may not know: " + v.Type().String())
	}
}

// shared finds memory that two values hold together.
func shared(t *testing.T, at string, a, b reflect.Value) {
	t.Helper()
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			shared(t, at+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i))
		}
	case reflect.Slice:
		if a.Pointer() == b.Pointer() {
			t.Errorf("%s is shared", at)
		}
		for i := range a.Len() {
			shared(t, at+"[]", a.Index(i), b.Index(i))
		}
	case reflect.Map:
		if a.Pointer() == b.Pointer() {
			t.Errorf("%s is shared", at)
		}
		for _, key := range a.MapKeys() {
			shared(t, at+"."+key.String(), a.MapIndex(key), b.MapIndex(key))
		}
	case reflect.Interface:
		shared(t, at, a.Elem(), b.Elem())
	}
}

func TestCopyOfAnEditionIsEqualAndSharesNothing(t *testing.T) {
	e := &award.Edition{}
	filled(reflect.ValueOf(e).Elem())
	c := e.Copy()
	if !reflect.DeepEqual(e, c) {
		t.Errorf("got  %+v\nwant %+v", c, e)
	}
	shared(t, "Edition", reflect.ValueOf(e).Elem(), reflect.ValueOf(c).Elem())
	if empty := (&award.Edition{}).Copy(); !reflect.DeepEqual(empty, &award.Edition{}) {
		t.Errorf("a copy of nothing is %+v", empty)
	}
}
