package web

// resultRoutes are the addresses of results, decisions and seals.
func resultRoutes() []route {
	return nil
}
