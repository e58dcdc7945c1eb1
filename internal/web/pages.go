package web

import (
	"net/http"

	"we-gov.org/awards/templates"
)

// pageRoutes are the addresses of help and other standing pages.
func pageRoutes() []route {
	return nil
}

type homePage struct {
	templates.Frame
}

func home(_ *Site, v *visit) error {
	v.public()
	return v.show(http.StatusOK, "home", homePage{Frame: v.frame(v.Words.T("frame.site"))})
}
