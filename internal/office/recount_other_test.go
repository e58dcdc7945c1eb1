package office_test

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/internal/testkit/service"
	"we-gov.org/awards/storage/database"
)

// otherCount is what the other program says of a result.
type otherCount struct {
	Prizes [][3]string         `json:"prizes"` // prize, entry, city
	Order  [][]json.RawMessage `json:"order"`  // entry, rank, mean, official
	Off    float64             `json:"off"`    // of the farthest correction, from a fit of its own
}

// python runs the verifier that shares no line with ours; said is what it says
// against a bundle.
func python(t *testing.T, bundle []byte, key string) (results map[string]otherCount, said string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bundle.json")
	must(t, os.WriteFile(file, bundle, 0o600))
	run := exec.Command(service.Python(t), "../ledger/recount.py", file, key, "--json") //nolint:gosec // the test's own file
	var stderr bytes.Buffer
	run.Stderr = &stderr
	out, err := run.Output()
	if err != nil {
		return nil, stderr.String() + " "
	}
	var all struct {
		Results map[string]otherCount `json:"results"`
	}
	must(t, json.Unmarshal(out, &all))
	return all.Results, ""
}

// What is published is what a program by somebody else, which knows the documented
// form and nothing of this one, counts from the auditor's bundle: the same order,
// scores and prizes, and the same corrections from a fit of its own.
func TestAnotherProgramCountsTheSameResults(t *testing.T) {
	s, d := at(t, demo.Public)
	public, err := d.Bundle(ctx)
	must(t, err)
	audit, err := d.AuditBundle(ctx, actor(t, s, "chair"))
	must(t, err)
	short, said := python(t, public, d.PublicKey())
	if said != "" || len(short) == 0 {
		t.Fatalf("the public bundle: %d results, %s", len(short), said)
	}
	counted, said := python(t, audit, d.PublicKey())
	if said != "" {
		t.Fatalf("the auditor's bundle: %s", said)
	}
	for _, r := range published(t, s.View) {
		key := r.Category + " 2027"
		same(t, key, counted[key], r)
		if got, want := len(short[key].Prizes), len(r.Prizes); got != want || len(short[key].Order) > 0 {
			t.Errorf("%s: the public bundle tells %d prizes of %d, or the order", key, got, want)
		}
		delete(counted, key)
	}
	if len(counted) > 0 {
		t.Errorf("it counts what is not published: %v", counted)
	}
	for what, changed := range mutations(t, audit) {
		if _, said := python(t, changed, d.PublicKey()); said == "" {
			t.Errorf("%s: the other program sees nothing", what)
		}
		if _, err := ledger.Verify(changed, d.PublicKey()); err == nil {
			t.Errorf("%s: ours sees nothing", what)
		}
	}
}

// published are the results as the records hold them.
func published(t *testing.T, view func(func(*database.Tx) error)) (all []award.Result) {
	t.Helper()
	view(func(tx *database.Tx) error {
		seals, err := tx.OpenedSeals()
		all = nil
		for _, seal := range seals {
			r, wrong := seal.Result()
			if all = append(all, r); wrong != nil {
				err = wrong
			}
		}
		return err
	})
	if len(all) == 0 {
		t.Fatal("nothing is published")
	}
	return all
}

func same(t *testing.T, key string, got otherCount, r award.Result) {
	t.Helper()
	if len(got.Order) != len(r.Standings) || len(got.Prizes) != len(r.Prizes) || got.Off > 0.0051 {
		t.Errorf("%s: %d of %d entries, %d of %d prizes, corrections off by %v", key, len(got.Order), len(r.Standings), len(got.Prizes), len(r.Prizes), got.Off)
		return
	}
	at := map[string]award.Standing{}
	for _, s := range r.Standings {
		at[s.Reference] = s
	}
	for _, line := range got.Order {
		var entry string
		var rank int
		var mean, official float64
		for i, to := range []any{&entry, &rank, &mean, &official} {
			must(t, json.Unmarshal(line[i], to))
		}
		s := at[entry]
		if rank != s.Rank || math.Abs(mean-s.Mean) > 0.00501 || math.Abs(official-s.Official) > 0.00501 {
			t.Errorf("%s: %s is %d with %v and %v there, %d with %v and %v here", key, entry, rank, mean, official, s.Rank, s.Mean, s.Official)
		}
	}
	for i, w := range r.Prizes {
		if got.Prizes[i][0] != w.Prize || got.Prizes[i][2] != w.City {
			t.Errorf("%s: prize %d is %v there, %s for %s here", key, i, got.Prizes[i], w.Prize, w.City)
		}
	}
}

// mutations are bundles that somebody has touched.
func mutations(t *testing.T, audit []byte) map[string][]byte {
	t.Helper()
	touched := func(change func(b *ledger.Bundle)) []byte {
		var b ledger.Bundle
		must(t, json.Unmarshal(audit, &b))
		change(&b)
		text, err := b.Encode()
		must(t, err)
		return text
	}
	return map[string][]byte{
		"another city":         bytes.Replace(audit, []byte(`\"city\":\"`), []byte(`\"city\":\"X`), 1),
		"a score":              touched(func(b *ledger.Bundle) { b.Results[0].Pieces[0].Text += " " }),
		"a result left out":    touched(func(b *ledger.Bundle) { b.Results = b.Results[1:] }),
		"a truncated record":   touched(func(b *ledger.Bundle) { b.Leaves = b.Leaves[:len(b.Leaves)-1] }),
		"a signature left out": touched(func(b *ledger.Bundle) { b.Checkpoints = b.Checkpoints[1:] }),
		"another certificate":  touched(func(b *ledger.Bundle) { b.Certificates[0] = "X" + b.Certificates[0] }),
	}
}
