package web

// signRoutes are the addresses of signing in and of one's own account.
func signRoutes() []route {
	return nil
}
