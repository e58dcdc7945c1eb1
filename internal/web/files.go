package web

// fileRoutes are the addresses of an entry's attachments.
func fileRoutes() []route {
	return nil
}
