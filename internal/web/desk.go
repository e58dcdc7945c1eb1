package web

// deskRoutes are the addresses of the Secretariat's day: today, all entries, judges, log.
func deskRoutes() []route {
	return nil
}
