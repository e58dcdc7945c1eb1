package assign

import (
	"cmp"
	"container/heap"
	"iter"
)

// price adds the most profitable pairs and loads outside of the network, if any.
func (s *solver) price() (added bool, err error) {
	for j := range s.judges {
		for s.loadPays(j) && s.addLoad(j) {
			added = true
		}
	}
	found, err := s.columns()
	if err != nil {
		return false, err
	}
	left, n := s.toAdd(found)
	s.reserve(n)
	looked := 0
	for c := range s.inOrder(found) {
		if looked++; looked&(1<<10-1) == 1 && s.stopped() {
			return false, s.cancelled()
		}
		if left[c.judge] > 0 {
			left[c.judge]--
			s.addPair(int(c.judge), int(c.entry), c.fit)
			added = true
		}
	}
	return added, nil
}

// tellsApart says whether fit tells pairs apart; the other aims see the same gain in
// nearly all pairs of a judge, of which a few will do.
func (s *solver) tellsApart() bool { return s.aim.goal == MostFit || s.aim.goal == steep }

// toAdd is how many of the pairs found are to be added, by judge and in all.
func (s *solver) toAdd(found [][]column) (left []int32, n int) {
	left = make([]int32, len(s.judges))
	for _, list := range found {
		for _, c := range list {
			if s.tellsApart() || left[c.judge] < s.target[c.judge]+perRound {
				left[c.judge]++
				n++
			}
		}
	}
	return left, n
}

// inOrder is what the workers found: where fit tells pairs apart entry by entry, else
// the best first, with each list in that order already.
func (s *solver) inOrder(found [][]column) iter.Seq[column] {
	if !s.tellsApart() {
		return merged(found)
	}
	return func(yield func(column) bool) {
		for _, list := range found {
			for _, c := range list {
				if !yield(c) {
					return
				}
			}
		}
	}
}

// merged is the rows of sorted lists in order, those of the first list first where they
// are equal.
func merged(lists [][]column) iter.Seq[column] {
	return func(yield func(column) bool) {
		h := heads{}
		for i, list := range lists {
			if len(list) > 0 {
				h = append(h, head{list, i})
			}
		}
		heap.Init(&h)
		for len(h) > 0 {
			if !yield(h[0].rest[0]) {
				return
			}
			if h[0].rest = h[0].rest[1:]; len(h[0].rest) == 0 {
				heap.Pop(&h)
			} else {
				heap.Fix(&h, 0)
			}
		}
	}
}

// head is what is left of a list, heads a heap of them.
type head struct {
	rest []column
	list int
}

type heads []head

func (h heads) Len() int { return len(h) }
func (h heads) Less(i, j int) bool {
	return cmp.Or(h[i].rest[0].compare(h[j].rest[0]), cmp.Compare(h[i].list, h[j].list)) < 0
}
func (h heads) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push is of heap.Interface.
func (h *heads) Push(x any) { *h = append(*h, x.(head)) }

// Pop is of heap.Interface.
func (h *heads) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
