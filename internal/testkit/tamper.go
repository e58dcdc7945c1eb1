package testkit

import "database/sql"

// Tamper alters the SQLite records behind the platform's back, as somebody with
// the file in hand could.
func (s *Platform) Tamper(statement string) {
	s.t.Helper()
	db, err := sql.Open("sqlite3", s.records+"?_busy_timeout=5000")
	if err != nil {
		s.t.Fatalf("testkit: %v", err)
	}
	defer db.Close() //nolint:errcheck // nothing is left in it
	if _, err := db.ExecContext(s.t.Context(), statement); err != nil {
		s.t.Fatalf("testkit: %v", err)
	}
}
