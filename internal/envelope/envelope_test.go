package envelope_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"we-gov.org/awards/internal/envelope"
)

// holder is somebody with a key on paper.
type holder struct {
	name string
	key  envelope.Key
	id   envelope.Identity
}

func holders(t *testing.T, names ...string) (all []holder, to map[string]string) {
	t.Helper()
	to = map[string]string{}
	for _, name := range names {
		phrase := envelope.NewPhrase()
		key, err := envelope.NewKey(phrase)
		if err != nil {
			t.Fatal(err)
		}
		id, err := key.Unlock(strings.ToLower(strings.ReplaceAll(phrase, " ", "-"))) // as a person types it
		if err != nil {
			t.Fatal(err)
		}
		all, to[name] = append(all, holder{name, key, id}), key.Recipient
	}
	return all, to
}

func TestAnyTwoHoldersOpenAndNobodyAlone(t *testing.T) {
	all, to := holders(t, "officer", "chair", "third")
	outside, _ := holders(t, "outsider")
	content := []byte(`{"winner":"Port Oriel"}`)
	e, err := envelope.Close(content, to, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, first := range all {
		peeled, err := e.Peel(first.name, first.id)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Secret(peeled, first.id); !errors.Is(err, envelope.ErrHolder) {
			t.Errorf("%s alone opens it: %v", first.name, err)
		}
		if _, err := e.Secret(peeled, outside[0].id); !errors.Is(err, envelope.ErrHolder) {
			t.Errorf("an outsider opens what %s peeled: %v", first.name, err)
		}
		for _, second := range all {
			if second.name == first.name {
				continue
			}
			secret, err := e.Secret(peeled, second.id)
			if err != nil {
				t.Fatalf("%s and %s: %v", first.name, second.name, err)
			}
			if got, err := e.Open(secret); err != nil || !bytes.Equal(got, content) {
				t.Errorf("%s and %s read %q, %v", first.name, second.name, got, err)
			}
		}
	}
	if _, err := e.Peel("outsider", outside[0].id); !errors.Is(err, envelope.ErrHolder) {
		t.Error(err)
	}
	if _, err := e.Peel("chair", all[0].id); !errors.Is(err, envelope.ErrHolder) {
		t.Error("the officer peels the chair's lock")
	}
}

func TestLengthTellsNothing(t *testing.T) {
	_, to := holders(t, "officer", "chair")
	short, err := envelope.Close([]byte(`"Jeju"`), to, "")
	if err != nil {
		t.Fatal(err)
	}
	long, err := envelope.Close([]byte(`"`+strings.Repeat("Llanfairpwllgwyngyll", 100)+`"`), to, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(short.Content) != len(long.Content) {
		t.Errorf("%d and %d bytes", len(short.Content), len(long.Content))
	}
}

func TestContentIsReplacedWithoutAKey(t *testing.T) {
	all, to := holders(t, "officer", "chair")
	e, err := envelope.Close([]byte(`1`), to, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Replace([]byte(`2`)); err != nil {
		t.Fatal(err)
	}
	peeled, err := e.Peel("officer", all[0].id)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := e.Secret(peeled, all[1].id)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := e.Open(secret); err != nil || string(got) != "2" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestOneHolderOrOneKeyTwiceIsTooFew(t *testing.T) {
	_, to := holders(t, "officer")
	if _, err := envelope.Close(nil, to, ""); !errors.Is(err, envelope.ErrFew) {
		t.Error(err)
	}
	to["another name"] = to["officer"]
	if _, err := envelope.Close(nil, to, ""); !errors.Is(err, envelope.ErrFew) {
		t.Error(err)
	}
}

func TestAnotherPhraseOpensNoKey(t *testing.T) {
	key, err := envelope.NewKey(envelope.NewPhrase())
	if err != nil {
		t.Fatal(err)
	}
	for _, phrase := range []string{"", "ABCD", envelope.NewPhrase()} {
		if _, err := key.Unlock(phrase); !errors.Is(err, envelope.ErrPhrase) {
			t.Errorf("%q: %v", phrase, err)
		}
	}
	if _, err := envelope.NewKey("short"); err == nil {
		t.Error("a key without a phrase")
	}
}

func TestThePhraseOnPaperOpensItsEnvelopeAndNoOther(t *testing.T) {
	_, to := holders(t, "officer", "chair")
	phrase := envelope.NewPaperPhrase()
	e, err := envelope.Close([]byte(`1`), to, phrase)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := e.ByPhrase(strings.ToLower(strings.ReplaceAll(phrase, " ", ""))) // as a person types it
	if err != nil {
		t.Fatal(err)
	}
	if got, err := e.Open(secret); err != nil || string(got) != "1" {
		t.Errorf("%q, %v", got, err)
	}
	for _, wrong := range []string{"", phrase[:len(phrase)-1], envelope.NewPaperPhrase(), envelope.NewPhrase()} {
		if _, err := e.ByPhrase(wrong); !errors.Is(err, envelope.ErrPhrase) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	other, err := envelope.Close([]byte(`2`), to, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.ByPhrase(phrase); !errors.Is(err, envelope.ErrHolder) {
		t.Errorf("an envelope without a phrase: %v", err)
	}
	if _, err := other.Open(secret); !errors.Is(err, envelope.ErrDamaged) {
		t.Errorf("the secret of another envelope: %v", err)
	}
	text, err := e.Text()
	if err != nil || strings.Contains(text, strings.ReplaceAll(phrase, " ", "")) || strings.Contains(text, secret) {
		t.Errorf("the phrase or the secret lies in the records: %v", err)
	}
}

func TestEveryChangedByteOfAnEnvelopeIsSeen(t *testing.T) {
	_, to := holders(t, "officer", "chair")
	e, err := envelope.Close([]byte(`1`), to, envelope.NewPaperPhrase())
	if err != nil {
		t.Fatal(err)
	}
	text, err := e.Text()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := envelope.Read(text); err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(text); i += 97 {
		changed := []byte(text)
		changed[i] ^= 1
		if _, err := envelope.Read(string(changed)); !errors.Is(err, envelope.ErrDamaged) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
	for _, short := range []string{"", "{}", text[:len(text)/2]} {
		if _, err := envelope.Read(short); !errors.Is(err, envelope.ErrDamaged) {
			t.Errorf("%d bytes: %v", len(short), err)
		}
	}
}
