package locale

import (
	"cmp"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/number"
)

// Number writes a number with the grouping and decimal sign of the language, at
// most three decimals.
func (w *Words) Number(x any) string { return w.printer.Sprint(number.Decimal(x)) }

// Fixed writes a number with exactly the given decimals: scores of a column
// stand under each other.
func (w *Words) Fixed(x float64, decimals int) string {
	return w.printer.Sprint(number.Decimal(x, number.Scale(decimals)))
}

// Percent writes a share between 0 and 1 as a whole percentage.
func (w *Words) Percent(share float64) string {
	return w.printer.Sprint(number.Percent(share, number.MaxFractionDigits(0)))
}

// Bytes writes the size of a file in the largest decimal unit that gives at
// least one: "2.1 MB".
func (w *Words) Bytes(n int64) string {
	size, unit := float64(n), 0
	units := []string{"size.bytes", "size.kb", "size.mb", "size.gb", "size.tb"}
	for size >= 999.5 && unit < len(units)-1 {
		size, unit = size/1000, unit+1
	}
	if unit == 0 {
		return w.T(units[0], "Count", int(n))
	}
	decimals := 0
	if size < 9.95 {
		decimals = 1
	}
	return w.T(units[unit], "Size", w.printer.Sprint(number.Decimal(size, number.MaxFractionDigits(decimals))))
}

// Sort puts items into the order in which a reader of the language expects
// their keys; items with the same key keep their order.
func Sort[T any](w *Words, items []T, key func(T) string) {
	order := collate.New(w.tag, collate.IgnoreCase)
	slices.SortStableFunc(items, func(a, b T) int {
		return cmp.Or(order.CompareString(key(a), key(b)), 0)
	})
}
