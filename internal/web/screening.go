package web

// screeningRoutes are the addresses of the screening of entries.
func screeningRoutes() []route {
	return nil
}
