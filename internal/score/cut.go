package score

// entriesOf are the entries that a judge has a score of. They are looked up for all
// judges at once, when first asked for.
func (f *fittedPart) entriesOf(judge int) []int {
	if f.readBy == nil {
		f.readBy = make([][]int, f.judges)
		for _, c := range f.cells {
			f.readBy[c.judge] = append(f.readBy[c.judge], c.entry)
		}
	}
	return f.readBy[judge]
}

// cuts reports whether the part falls apart without a judge: whether the judge is a
// cut vertex of the graph of entries and judges (Tarjan 1972). It is found for all at
// once, where looking at the graph without each of 2,000 judges took seconds.
func (f *fittedPart) cuts(judge int) bool {
	if f.cut == nil {
		f.cut = make([]bool, f.judges)
		s := search{f, make([]int, f.entries+f.judges), 0}
		s.visit(0, -1)
	}
	return f.cut[judge]
}

// search walks the graph in depth from an entry. Nodes are entries, then judges.
type search struct {
	*fittedPart
	seen []int // when a node was come to, from 1 on; 0 = never
	now  int
}

// visit returns the earliest node that an edge leads to from the node or from those
// that are come to through it.
func (s *search) visit(node, from int) int {
	s.now++
	s.seen[node] = s.now
	earliest := s.now
	s.beside(node, func(to int) {
		switch {
		case to == from:
		case s.seen[to] > 0:
			earliest = min(earliest, s.seen[to])
		default:
			reached := s.visit(to, node)
			earliest = min(earliest, reached)
			if node >= s.entries && reached >= s.seen[node] {
				s.cut[node-s.entries] = true
			}
		}
	})
	return earliest
}

// beside names the judges of an entry, or the entries of a judge.
func (s *search) beside(node int, name func(node int)) {
	if node < s.entries {
		for _, c := range s.of(node) {
			name(s.entries + c.judge)
		}
		return
	}
	for _, e := range s.entriesOf(node - s.entries) {
		name(e)
	}
}
