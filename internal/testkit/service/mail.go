package service

import "testing"

// Mail starts a mail server that keeps what it is sent and delivers nothing. It
// returns the address for SMTP (host:port, no TLS, no sign-in) and the base
// address of its HTTP API, such as http://127.0.0.1:8025, where
// GET /api/v1/messages lists what has come. It ends with the test.
func Mail(t testing.TB) (smtp, api string) {
	t.Helper()
	program, err := tool("mailpit")
	if err != nil {
		missing(t, "the mail server mailpit", "build it with: go tool -modfile=internal/tools/go.mod mailpit version")
	}
	smtp, api = address(t), address(t)
	dir, err := folder(nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := start(dir, nil, nil, program, "--smtp", smtp, "--listen", api, "--database", dir+"/mail.db",
		"--disable-version-check", "--quiet")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.end)
	for _, a := range []string{smtp, api} {
		if err := s.await(answers(a)); err != nil {
			t.Fatal(err)
		}
	}
	return smtp, "http://" + api
}

func address(t testing.TB) string {
	t.Helper()
	a, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	return a
}
