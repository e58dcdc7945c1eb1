package assign

import "context"

type watcher struct{}

// Watched lets tell know which goal Propose and Repair begin to seek. It is called
// from the goroutine that they run in and must be quick.
func Watched(ctx context.Context, tell func(Goal)) context.Context {
	return context.WithValue(ctx, watcher{}, tell)
}

func tellOf(ctx context.Context, g Goal) {
	if tell, watched := ctx.Value(watcher{}).(func(Goal)); watched {
		tell(g)
	}
}
