package templates

// Graph is who reads what, as lines from judges at the start to entries at the
// end. Groups of judges and entries that no line connects are islands: their
// scores cannot be compared, so each has a letter of its own and its lines a
// pattern of their own. Part "graph"; make it with NewGraph.
type Graph struct {
	Title  string // says the picture in words, for those who do not see it
	From   []GraphNode
	To     []GraphNode
	Lines  []GraphLine
	Height int
}

// GraphNode is a judge or an entry with its place in pixels from the top.
// Island is empty when there is only one.
type GraphNode struct {
	Text, About, URL string
	Island           string
	Y                int
}

// GraphLine leads from one height to another; Pattern names how it is drawn,
// empty for a plain line.
type GraphLine struct {
	From, To int
	Pattern  string
}

const graphStep = 30 // pixels between nodes: room for one line of text

var graphPatterns = []string{"", "dash", "dot", "gap"}

// NewGraph places nodes and lines; each line joins From[line[0]] and
// To[line[1]]. The shorter list is spread over the height of the longer one.
// The first island keeps plain lines.
func NewGraph(title string, from, to []GraphNode, lines [][2]int) *Graph {
	g := &Graph{Title: title, From: from, To: to, Height: graphStep * max(1, len(from), len(to))}
	islands := map[string]string{}
	g.place(g.From)
	g.place(g.To)
	for _, n := range append(append([]GraphNode{}, from...), to...) {
		if _, seen := islands[n.Island]; !seen {
			islands[n.Island] = graphPatterns[len(islands)%len(graphPatterns)]
		}
	}
	for _, l := range lines {
		a, b := g.From[l[0]], g.To[l[1]]
		g.Lines = append(g.Lines, GraphLine{From: a.Y, To: b.Y, Pattern: islands[a.Island]})
	}
	return g
}

func (g *Graph) place(nodes []GraphNode) {
	for i := range nodes {
		nodes[i].Y = g.Height * (2*i + 1) / (2 * len(nodes))
	}
}
