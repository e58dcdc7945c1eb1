package locale

import "strings"

// List writes items one after the other with the mark that the language sets
// between them: ", " or "، ". Items of the other direction are isolated.
func (w *Words) List(items ...string) string {
	apart := make([]string, len(items))
	for i, item := range items {
		apart[i] = w.apart(item)
	}
	return strings.Join(apart, w.T("frame.list"))
}
