package office

import (
	"fmt"

	"we-gov.org/awards/internal/assign"
)

// Reason is a witness that stands for others which say the same of Like, other
// entries or judges.
type Reason struct {
	assign.Witness
	Like []assign.WitnessRow
}

// Reasons tells witnesses of one kind once, in their order: a plan under caps can have
// one for every entry.
func Reasons(all []assign.Witness) []Reason {
	var told []Reason
	at := map[string]int{}
	for _, w := range all {
		key := kindOf(w)
		if i, there := at[key]; there {
			rows := w.Entries
			if w.Side == assign.LoadsSide {
				rows = w.Judges
			}
			told[i].Like = append(told[i].Like, rows...)
			continue
		}
		at[key] = len(told)
		told = append(told, Reason{Witness: w})
	}
	return told
}

// kindOf tells witnesses apart by what is lacking and which limits are in the way.
func kindOf(w assign.Witness) string {
	rows, caps := len(w.Entries), map[string]int{}
	if w.Side == assign.LoadsSide {
		rows = len(w.Judges)
	}
	for _, k := range w.Caps {
		caps[k.Kind]++
	}
	return fmt.Sprint(w.Side, w.Spread, rows, w.Need-w.Have, len(caps), caps["country"] > 0)
}
