package web

// panelRoutes are the addresses of panels and the progress of judging.
func panelRoutes() []route {
	return nil
}
