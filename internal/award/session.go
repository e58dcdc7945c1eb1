package award

// SignIn is one wish to sign in: a mailed link and a mailed code, of which the
// first that is used ends both. Only hashes of them are stored.
type SignIn struct {
	ID       ID     `db:"id"`
	Email    string `db:"email"`
	Hash     string `db:"token_hash"`
	CodeHash string `db:"code_hash"`
	Next     string `db:"next"` // the page to go on to; "" = the start
	Created  Time   `db:"created"`
	Expires  Time   `db:"expires"` // of the link; the code ends earlier
	Used     Time   `db:"used"`
	Attempts int    `db:"attempts"` // wrong codes so far
}

// Session is a browser that somebody is signed in with.
type Session struct {
	Token   string `db:"token"` // hashed
	Person  ID     `db:"person"`
	Data    []byte `db:"data"`
	Expires Time   `db:"expires"`
}

// Grant is a role that a person holds, in one edition or, without one, in all.
type Grant struct {
	Person  ID   `db:"person"`
	Role    Role `db:"role"`
	Edition ID   `db:"edition"`
	Since   Time `db:"since"`
}
