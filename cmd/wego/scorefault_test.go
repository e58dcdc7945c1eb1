package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever made a file by hand learns which row is wrong and what to do about it.
func TestFaultOfAFileNamesTheRowAndTheRemedy(t *testing.T) {
	for name, c := range map[string]struct{ file, text, where, remedy string }{
		"empty":            {"a.csv", "", "empty", ""},
		"heading only":     {"a.csv", "judge,entry,x\n", "no scoresheet", "add a row"},
		"no criterion":     {"a.csv", "judge,entry\nA,lyon\n", "line 1", "add a column"},
		"no judge column":  {"a.csv", "jury,entry,x\nA,lyon,7\n", "line 1", "columns judge and entry"},
		"decimal comma":    {"a.csv", "judge,entry,x\nA,lyon,7,5\n", "line 2", "semicolons"},
		"quoted comma":     {"a.csv", "judge,entry,x\nA,lyon,\"7,5\"\n", "line 2, column 3", "decimal point"},
		"short row":        {"a.csv", "judge,entry,x\nA,lyon\n", "line 2", "leave a missing score empty"},
		"open quote":       {"a.csv", "judge,entry,x\nA,\"lyon,7\nB,quito,6\n", "line 2", "close it"},
		"out of scale":     {"a.csv", "judge,entry,x\nA,lyon,7\nB,lyon,11\n", `line 3, judge "B", entry "lyon", criterion "x"`, "from 0 to 10"},
		"twice":            {"a.csv", "judge,entry,x\nA,lyon,7\nA,lyon,6\n", "line 3", "leave one of the two"},
		"not a number":     {"a.csv", "judge,entry,x\nA,lyon,NaN\n", "line 2", "write a number"},
		"no judge":         {"a.csv", "judge,entry,x\n,lyon,7\n", "line 2", "give every row a judge"},
		"state":            {"a.csv", "judge,entry,x,state\nA,lyon,7,done\n", "line 2", "draft, sent, recused or void"},
		"weight":           {"a.csv", "judge,entry,x:much\nA,lyon,7\n", "line 1, column 3", "after the colon"},
		"another encoding": {"a.csv", "judge,entry,x\nA,Malm\xf6,7\n", "not in UTF-8", "save it anew"},
		"json":             {"a.json", `{"criteria":[{"key":"x","weight":1}],"scale":{"max":10},"sheets":[{"judge":"A","entry":"lyon","state":"sent","values":{"x":11}}]}`, `sheets[0], judge "A"`, "from 0 to 10"},
		"unknown field":    {"a.json", "{\n \"scale\": {\"min\": 1, \"max\": 10},\n \"policy\": {\"max\": 3},\n \"sheets\": []\n}", "line 3, column 13", "unknown field \"max\""},
		"another kind":     {"a.json", "{\n \"criteria\": [\n  {\"key\": \"x\", \"weight\": \"much\"}]\n}", "line 3, column 31", "criteria.weight takes a number, not text"},
		"no document":      {"a.json", "[1, 2]", "begins with {", ""},
	} {
		path := filepath.Join(t.TempDir(), c.file)
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		err := (&scoreCommand{Input: path, Max: 10}).Run(io.Discard)
		if err == nil || !strings.Contains(err.Error(), c.where) || !strings.Contains(err.Error(), c.remedy) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
