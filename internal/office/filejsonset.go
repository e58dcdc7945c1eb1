package office

import (
	"encoding/json"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// decode sets what into points to. It is stricter than encoding/json: a key
// that the struct lacks is a fault, unless the struct has a field Rest, which
// then keeps it; so is a missing key whose tag does not say omitempty.
func (f *fileJSON) decode(v *value, into any) error {
	return f.set(v, reflect.ValueOf(into).Elem(), "")
}

func (f *fileJSON) set(v *value, into reflect.Value, path string) error {
	f.where[path] = v.at
	switch into.Kind() {
	case reflect.Struct:
		return f.setStruct(v, into, path)
	case reflect.Slice:
		return f.setSlice(v, into, path)
	case reflect.Interface:
		if x := v.plain(); x != nil {
			into.Set(reflect.ValueOf(x))
		}
		return nil
	case reflect.Map:
		return f.setMap(v, into, path)
	}
	return f.setScalar(v, into)
}

func (f *fileJSON) setMap(v *value, into reflect.Value, path string) error {
	if v.members == nil {
		return f.wrong(v, "an object")
	}
	m := reflect.MakeMapWithSize(into.Type(), len(v.members))
	for _, of := range v.members {
		item := reflect.New(into.Type().Elem()).Elem()
		if err := f.set(of.value, item, path+"."+of.key); err != nil {
			return err
		}
		m.SetMapIndex(reflect.ValueOf(of.key), item)
	}
	into.Set(m)
	return nil
}

func (f *fileJSON) wrong(v *value, wanted string) error {
	return f.fault(v.at, "%s expected, %s found", wanted, v.kind)
}

func (f *fileJSON) setScalar(v *value, into reflect.Value) error {
	number, isNumber := v.scalar.(json.Number)
	switch into.Kind() {
	case reflect.String:
		s, is := v.scalar.(string)
		if !is {
			return f.wrong(v, "text")
		}
		into.SetString(s)
	case reflect.Bool:
		b, is := v.scalar.(bool)
		if !is {
			return f.wrong(v, "true or false")
		}
		into.SetBool(b)
	case reflect.Float64:
		x, err := number.Float64()
		if !isNumber || err != nil || math.IsInf(x, 0) {
			return f.wrong(v, "a number")
		}
		into.SetFloat(x)
	default:
		n, err := strconv.ParseInt(number.String(), 10, 32)
		if !isNumber || err != nil {
			return f.wrong(v, "a whole number")
		}
		into.SetInt(n)
	}
	return nil
}

func (f *fileJSON) setSlice(v *value, into reflect.Value, path string) error {
	if v.items == nil {
		return f.wrong(v, "a list")
	}
	list := reflect.MakeSlice(into.Type(), len(v.items), len(v.items))
	for i, item := range v.items {
		if err := f.set(item, list.Index(i), path+"."+strconv.Itoa(i)); err != nil {
			return err
		}
	}
	into.Set(list)
	return nil
}

func (f *fileJSON) setStruct(v *value, into reflect.Value, path string) error {
	if v.members == nil {
		return f.wrong(v, "an object")
	}
	fields := fieldsOf(into.Type())
	for _, m := range v.members {
		at, known := fields[m.key]
		path := strings.TrimPrefix(path+"."+m.key, ".")
		if known {
			if err := f.set(m.value, into.FieldByIndex(at.Index), path); err != nil {
				return err
			}
			continue
		}
		rest := into.FieldByName("Rest")
		if !rest.IsValid() {
			return f.fault(m.at, "unknown key %q", m.key)
		}
		if rest.IsNil() {
			rest.Set(reflect.ValueOf(map[string]any{}))
		}
		f.where[path] = m.value.at
		rest.Interface().(map[string]any)[m.key] = m.plain()
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if !strings.Contains(fields[key].Tag.Get("json"), ",omit") && !v.has(key) {
			return f.fault(v.at, "key %q is missing", key)
		}
	}
	return nil
}

// fieldsOf maps the JSON keys of a struct to its fields; those of the struct
// itself go before those of a struct that it embeds.
func fieldsOf(t reflect.Type) map[string]reflect.StructField {
	fields := map[string]reflect.StructField{}
	for _, field := range reflect.VisibleFields(t) {
		key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if key == "" || key == "-" {
			continue
		}
		if before, there := fields[key]; !there || len(field.Index) < len(before.Index) {
			fields[key] = field
		}
	}
	return fields
}
