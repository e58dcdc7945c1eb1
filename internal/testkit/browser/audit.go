package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Violation is one rule of axe-core that a page breaks.
type Violation struct {
	ID     string `json:"id"`     // of the rule, such as color-contrast
	Impact string `json:"impact"` // minor, moderate, serious or critical
	Help   string `json:"help"`   // what the rule asks for
	Nodes  []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"` // where it is broken
}

// String gives the rule and where it is broken, a line each.
func (v Violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s", v.ID, v.Impact, v.Help)
	for _, n := range v.Nodes {
		fmt.Fprintf(&b, "\n\t%.160s\n\t\t%s", n.HTML, strings.ReplaceAll(n.Summary, "\n", "\n\t\t"))
	}
	return b.String()
}

const axeRun = `(async () => {
	document.getAnimations().forEach((a) => { try { a.finish() } catch { a.cancel() } });
	const found = await axe.run(document, {runOnly: %s, resultTypes: ["violations"]});
	return found.violations.map(({id, impact, help, nodes}) =>
		({id, impact: impact ?? "", help, nodes: nodes.map(({html, failureSummary}) => ({html, failureSummary}))}));
})()`

const axeAll = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`

// Axe gives what axe-core finds wrong with the page: WCAG 2.2 A and AA and the
// best practices, or only the rules that are named. It needs a tab with script.
func (tab *Tab) Axe(only ...string) []Violation {
	tab.t.Helper()
	var there bool
	if tab.Eval("typeof axe === 'object'", &there); !there {
		source, err := os.ReadFile(filepath.Join(vendored(), "axe-core", "axe.min.js"))
		if err != nil {
			tab.fail("axe-core: %v", err)
		}
		tab.Eval(string(source)+"\n;true", nil)
	}
	rules := axeAll
	if len(only) > 0 {
		named, _ := json.Marshal(only)
		rules = string(named)
	}
	var found []Violation
	tab.Eval(fmt.Sprintf(axeRun, rules), &found)
	return found
}

// vendored is the folder of what the tests take from npm.
func vendored() string {
	_, here, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(here), "..", "vendor")
}

// Overflow gives by how many pixels the page is wider than its window, and logs
// what sticks out.
func (tab *Tab) Overflow() int {
	tab.t.Helper()
	a := tab.await("overflow")
	over, _ := a.Over.(float64)
	if over > 0 {
		tab.t.Logf("browser: %s is %v px too wide: %s", tab.URL(), over, strings.Join(a.Texts, ", "))
	}
	return int(over)
}

// Spread sets the text to 200 % with the spacing of WCAG 1.4.12; Reload undoes it.
func (tab *Tab) Spread() {
	tab.t.Helper()
	tab.await("spacing")
}

// Stop is one place where the focus halts on a walk with the Tab key.
type Stop struct {
	Name     string // the element and what it is called
	Visible  bool   // some of it is in the window
	Ringed   bool   // it looks different from when it has no focus
	Obscured bool   // most of what should be seen of it lies under something else
	Under    string // what lies over it
}

// Fault gives what is wrong with the stop, or nothing.
func (s Stop) Fault() string {
	switch {
	case !s.Visible:
		return s.Name + " cannot be seen when it has the focus"
	case s.Obscured:
		return s.Name + " has the focus under " + s.Under
	case !s.Ringed:
		return s.Name + " does not show that it has the focus"
	}
	return ""
}

// maxStops ends a walk on a page that never lets the focus go.
const maxStops = 400

// TabWalk presses Tab from the top of the page until the focus leaves it or
// comes round, and gives each stop.
func (tab *Tab) TabWalk() []Stop {
	tab.t.Helper()
	tab.await("walkStart")
	var stops []Stop
	for range maxStops {
		tab.stroke("Tab")
		a := tab.await("walkStep")
		if len(stops) > 0 {
			stops[len(stops)-1].Ringed = a.LastRinged
		}
		if a.Done {
			return stops
		}
		under, _ := a.Over.(string)
		stops = append(stops, Stop{Name: a.Name, Visible: a.Visible, Obscured: a.Obscured, Under: under})
	}
	tab.fail("the focus made more than %d stops", maxStops)
	return nil
}
