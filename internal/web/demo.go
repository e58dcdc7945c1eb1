package web

// demoRoutes are the addresses of the demo: sign in as anybody, and the mailbox.
func demoRoutes() []route {
	return nil
}
