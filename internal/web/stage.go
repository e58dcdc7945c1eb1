package web

// stageRoutes are the addresses of the ceremony.
func stageRoutes() []route {
	return nil
}
