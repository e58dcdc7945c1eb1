package testkit_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"

	"we-gov.org/awards/internal/testkit"
)

const formPage = `<!doctype html><title>T</title><main><h1>A  form</h1>
<form id="f" action="../take?x=1" method="post" enctype="multipart/form-data">
<input type="hidden" name="version" value="7"><input name="title" value="Old"><input name="off" value="no" disabled>
<textarea name="text">
Two
lines</textarea>
<input type="checkbox" name="tick" value="a" checked><input type="checkbox" name="tick" value="b">
<select name="one"><option value="x">X<option value="y" selected>Y</select>
<input type="file" name="file"><button name="do" value="save">Save</button><button name="do" value="send" id="send">Send</button>
</form><input name="outside" value="o" form="f"></main>`

// stub answers with a form, and tells what was sent with it.
func stub(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/en/form/":
		fmt.Fprint(w, formPage)
	case "/en/take":
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		file, header, err := r.FormFile("file")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		body, _ := io.ReadAll(file)
		w.Header().Set("X-Got", fmt.Sprintf("%v %v %q %v %v %v %v %v %s=%s", r.Form["title"], r.Form["version"], r.Form["text"],
			r.Form["tick"], r.Form["one"], r.Form["do"], r.Form["off"], r.Form["outside"], header.Filename, body))
		http.Redirect(w, r, "form/", http.StatusSeeOther)
	}
}

func TestFormSendsWhatABrowserWould(t *testing.T) {
	site := testkit.Empty(t)
	site.Handler = http.HandlerFunc(stub)
	page := site.Visitor().Get("/en/form/").Want(http.StatusOK)
	if page.Text("h1") != "A form" || !page.Has("form[method=post]") || len(page.All("option")) != 2 {
		t.Errorf("the page reads as %q", page.Body)
	}
	answer := page.Form("#f").Set("title", "New").Set("tick", "a", "b").
		Choose(testkit.File{Field: "file", Name: "a.txt", Media: "text/plain", Body: []byte("hello")}).Press("#send")
	want := `[New] [7] ["Two\r\nlines"] [a b] [y] [send] [] [o] a.txt=hello`
	if got := answer.Header.Get("X-Got"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if after := answer.Follow(); after.Path != "/en/form/" || after.Status != http.StatusOK {
		t.Errorf("the redirect leads to %s: %d", after.Path, after.Status)
	}
}
