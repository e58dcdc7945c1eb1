package web

// mailRoutes are the addresses of the outbox.
func mailRoutes() []route {
	return nil
}
