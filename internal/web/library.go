package web

// libraryRoutes are the addresses of the good-practice library and the winners.
func libraryRoutes() []route {
	return nil
}
