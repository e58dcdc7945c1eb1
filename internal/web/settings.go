package web

// settingsRoutes are the addresses of an edition's settings.
func settingsRoutes() []route {
	return nil
}
