package ledger

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrSize says that a log is not as long as was asked for.
var ErrSize = errors.New("the log is shorter than that")

// Log is a transparency log in memory. Its zero value is empty. It is not safe
// for concurrent use. A leaf takes about 64 bytes.
type Log struct {
	leaves []Hash
	nodes  []tlog.Hash // in the order of tlog.StoredHashIndex
}

// NewLog is a log of the given leaves, the oldest first.
func NewLog(leaves []Hash) *Log {
	l := &Log{leaves: make([]Hash, 0, len(leaves)), nodes: make([]tlog.Hash, 0, 2*len(leaves))}
	for _, leaf := range leaves {
		l.Append(leaf)
	}
	return l
}

// Append adds a leaf at the end.
func (l *Log) Append(leaf Hash) {
	more, err := tlog.StoredHashes(l.Size(), leaf[:], tlog.HashReaderFunc(l.read))
	if err != nil {
		panic("ledger: " + err.Error()) // only if nodes were not those of leaves
	}
	l.leaves, l.nodes = append(l.leaves, leaf), append(l.nodes, more...)
}

// Size is the number of leaves.
func (l *Log) Size() int64 { return int64(len(l.leaves)) }

// Head is a log at one moment: how many leaves, and the root of the tree over
// them. The root of no leaves is SHA-256 of nothing.
type Head struct {
	Size int64 `json:"size"`
	Root Hash  `json:"root"`
}

// Head is the log as it is now.
func (l *Log) Head() Head {
	h, _ := l.HeadAt(l.Size())
	return h
}

// HeadAt is the log as it was when it had size leaves; ErrSize when it never had.
func (l *Log) HeadAt(size int64) (Head, error) {
	if size < 0 || size > l.Size() {
		return Head{}, ErrSize
	}
	root, err := tlog.TreeHash(size, tlog.HashReaderFunc(l.read))
	return Head{size, Hash(root)}, err
}

// Prove returns the hashes that lead from leaf n, counted from 0, to the root of
// the log of size leaves.
func (l *Log) Prove(n, size int64) ([]Hash, error) {
	if n < 0 || n >= size || size > l.Size() {
		return nil, ErrSize
	}
	proof, err := tlog.ProveRecord(size, n, tlog.HashReaderFunc(l.read))
	return hashes(proof), err
}

// Holds reports whether a proof leads from a leaf, at place n, to the head.
func (h Head) Holds(leaf Hash, n int64, proof []Hash) bool {
	if n < 0 || n >= h.Size {
		return false
	}
	p := make(tlog.RecordProof, len(proof))
	for i := range proof {
		p[i] = tlog.Hash(proof[i])
	}
	return tlog.CheckRecord(p, h.Size, tlog.Hash(h.Root), n, tlog.RecordHash(leaf[:])) == nil
}

func (l *Log) read(at []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(at))
	for i, x := range at {
		if x < 0 || x >= int64(len(l.nodes)) {
			return nil, fmt.Errorf("node %d: %w", x, ErrSize)
		}
		out[i] = l.nodes[x]
	}
	return out, nil
}

func hashes[H ~[32]byte](in []H) []Hash {
	out := make([]Hash, len(in))
	for i := range in {
		out[i] = Hash(in[i])
	}
	return out
}
