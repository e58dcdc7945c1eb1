package award_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"we-gov.org/awards/internal/award"
)

func TestACodeIsReadHoweverItIsTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := award.NewCode()
		typed := ""
		for _, r := range code {
			switch n := rapid.IntRange(0, 5).Draw(t, "how"); {
			case r == '-' && n < 3:
				typed += " "
			case r == '-' && n < 5:
			case r == '0' && n < 3:
				typed += "o"
			case r == '1' && n < 2:
				typed += "l"
			case r == '1' && n < 4:
				typed += "I"
			case n < 3:
				typed += strings.ToLower(string(r))
			default:
				typed += string(r)
			}
		}
		if got, ok := award.ReadCode(typed); !ok || got != code {
			t.Fatalf("%q typed as %q is read as %q", code, typed, got)
		}
	})
	seen := map[string]bool{}
	for range 1000 {
		code := award.NewCode()
		if len(code) != 24 || strings.ContainsAny(code, "ILOU") || seen[code] {
			t.Fatalf("%q", code)
		}
		seen[code] = true
	}
}

// A paper is printed before the opening and stored by it, so both must have the
// same code; the paper of a seal that was broken must have another.
func TestCodesFollowFromASealedResultAndNoOther(t *testing.T) {
	r := award.Result{Nonce: "n", Category: "services", Prizes: []award.PrizeWon{
		{Prize: "best", Outcome: award.Given, Entry: "a"},
		{Prize: "good", Outcome: award.Given, Entry: "b"},
		{Prize: "good", Outcome: award.Given, Entry: "c"},
		{Prize: "good", Outcome: award.Withheld},
	}}
	again, other := r, r
	other.Nonce = "m"
	seen := map[string]bool{}
	for i, c := range r.Certificates("e", 7) {
		if c != again.Certificates("e", 7)[i] || c.Edition != "e" || c.Category != "services" || c.Made != 7 || c.Entry != r.Prizes[i].Entry || c.Prize != r.Prizes[i].Prize {
			t.Errorf("%+v", c)
		}
		if code, ok := award.ReadCode(c.Code); !ok || code != c.Code || seen[c.Code] || other.Certificates("e", 7)[i].Code == c.Code {
			t.Errorf("the code %q", c.Code)
		}
		seen[c.Code] = true
	}
	if len(seen) != 3 {
		t.Errorf("%d certificates", len(seen))
	}
}

func TestWhatCannotBeACodeIsNotRead(t *testing.T) {
	for _, typed := range []string{"", "K7QX", "K7QX-2M4P-9RTV-0WXY-Z12", "K7QX-2M4P-9RTV-0WXY-Z1234", "K7QX-2M4P-9RTV-0WXY-Z12U", "K7QX-2M4P-9RTV-0WXY-Z12é", "../../etc/passwd/xxxx"} {
		if got, ok := award.ReadCode(typed); ok {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
}

func TestWhatStandsOfAResultFollowsItsAmendments(t *testing.T) {
	r := award.Result{
		Standings: []award.Standing{{Entry: "a", Rank: 1}, {Entry: "b", Rank: 2}, {Entry: "c", Rank: 3}, {Entry: "d", Rank: 4}, {Entry: "x"}},
		Prizes: []award.PrizeWon{
			{Prize: "best", Rank: 1, Outcome: award.Given, Entry: "a", City: "A"},
			{Prize: "good", Rank: 2, Outcome: award.Given, Entry: "b", City: "B"},
			{Prize: "good", Rank: 2, Outcome: award.Withheld},
		},
	}
	act := func(act award.PrizeAct, prize string, entry award.ID) award.Amendment {
		return award.Amendment{Prize: prize, Entry: entry, Act: act, City: "city of " + string(entry)}
	}
	for _, c := range []struct {
		name string
		all  []award.Amendment
		want string
		free int // places of the prize good
		next award.ID
	}{
		{"nothing", nil, "a b -", 0, "c"},
		{"revoked", []award.Amendment{act(award.PrizeRevoked, "good", "b")}, "a - -", 1, "c"},
		{"another prize", []award.Amendment{act(award.PrizeRevoked, "good", "a")}, "a b -", 0, "c"},
		{"restored", []award.Amendment{act(award.PrizeReturned, "good", "b"), act(award.PrizeRestored, "good", "b")}, "a b -", 0, "c"},
		{"promoted", []award.Amendment{act(award.PrizeRevoked, "good", "b"), act(award.PrizePromoted, "good", "c")}, "a c -", 0, "d"},
		{"promoted to no free place", []award.Amendment{act(award.PrizePromoted, "good", "c")}, "a b -", 0, "d"},
		{"restored too late", []award.Amendment{act(award.PrizeRevoked, "good", "b"), act(award.PrizePromoted, "good", "c"), act(award.PrizeRestored, "good", "b")}, "a c -", 0, "d"},
		{
			"the promoted one loses it too",
			[]award.Amendment{act(award.PrizeRevoked, "good", "b"), act(award.PrizePromoted, "good", "c"), act(award.PrizeReturned, "good", "c")},
			"a - -", 1, "d",
		},
		{"the best", []award.Amendment{act(award.PrizeRevoked, "best", "a")}, "- b -", 0, "c"},
	} {
		var got []string
		for _, p := range r.Standing(c.all) {
			if p.Outcome == award.Withheld {
				got = append(got, "-")
			} else {
				got = append(got, string(p.Entry))
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s stand, want %s", c.name, s, c.want)
		}
		if n := r.Free(c.all, "good"); n != c.free {
			t.Errorf("%s: %d places are free, want %d", c.name, n, c.free)
		}
		if next, there := r.NextInLine(c.all); !there || next.Entry != c.next {
			t.Errorf("%s: next in line is %s, want %s", c.name, next.Entry, c.next)
		}
	}
	if _, taken := award.Taken([]award.Amendment{act(award.PrizeRevoked, "good", "b"), act(award.PrizeRestored, "good", "b")}, "good", "b"); taken {
		t.Error("a restored prize is taken")
	}
	if _, taken := award.Taken([]award.Amendment{act(award.PrizeRevoked, "good", "b")}, "good", "b"); !taken {
		t.Error("a revoked prize is not taken")
	}
}
