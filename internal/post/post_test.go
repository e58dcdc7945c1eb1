package post_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/post"
	"we-gov.org/awards/internal/testkit/service"
	"we-gov.org/awards/storage/database"
)

// desk is a post office on scratch records whose clock the test moves.
type desk struct {
	*post.Office
	t   *testing.T
	db  *database.DB
	now award.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	db, err := database.Open(t.Context(), filepath.Join(t.TempDir(), "post.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	d := &desk{t: t, db: db, now: award.At(time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC))}
	d.Office = post.New(db, func() award.Time { return d.now })
	return d
}

func (d *desk) open(c post.Carrier, keep bool) *desk {
	d.Open(post.Way{Carrier: c, Write: write, Keep: keep, Log: slog.New(slog.DiscardHandler)})
	return d
}

func write(m award.Mail) (post.Letter, error) {
	if m.Kind == "broken" {
		return post.Letter{}, errors.New("cannot be written")
	}
	return post.Letter{ID: m.ID, To: m.To, Language: "en", Subject: m.Subject, Text: m.Text, HTML: "<p>" + m.Text + "</p>"}, nil
}

func (d *desk) post(m award.Mail) {
	d.t.Helper()
	if err := d.db.Update(context.Background(), func(tx *database.Tx) error { return tx.Post(m, string(award.NewID()), d.now) }); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) mails() (all []award.Mail) {
	d.t.Helper()
	if err := d.db.View(context.Background(), func(tx *database.Tx) (err error) {
		all, err = tx.Outbox(1000)
		return err
	}); err != nil {
		d.t.Fatal(err)
	}
	return all
}

func (d *desk) round() int {
	d.t.Helper()
	n, err := d.Round(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}

func letter(kind, to string) award.Mail {
	return award.Mail{Kind: kind, To: to, Language: "en", Subject: "Grüße, 안녕하세요\r\nBcc: all@evil.example", Text: "Hello\n\nSecond — ünïcode 문단", Action: "Open", Link: "/secret-path"}
}

// said is what mailpit keeps of a mail.
type said struct {
	ID, MessageID, Subject string
	To                     []struct{ Address string }
	Bcc                    []struct{ Address string }
	From                   struct{ Name, Address string }
	Text, HTML             string
}

func received(t *testing.T, api string) []said {
	t.Helper()
	var list struct{ Messages []said }
	get(t, api+"/api/v1/messages", &list)
	for i, m := range list.Messages {
		get(t, api+"/api/v1/message/"+m.ID, &list.Messages[i])
	}
	return list.Messages
}

func get(t *testing.T, url string, into any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}

func TestMailReachesAServerOnceWithStableID(t *testing.T) {
	smtp, api := service.Mail(t)
	carrier, err := post.NewSMTP("smtp://"+smtp, "awards@we-gov.example", "WeGO Awards")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t).open(carrier, false)
	d.post(letter("entry_sent", "amina@port.example"))
	d.post(letter(award.MailSignIn, "kim@town.example"))
	if n := d.round(); n != 2 {
		t.Fatalf("took %d mails", n)
	}
	if n := d.round(); n != 0 {
		t.Errorf("a second round took %d mails", n)
	}
	got := received(t, api)
	if len(got) != 2 {
		t.Fatalf("%d mails arrived", len(got))
	}
	for _, m := range got {
		if strings.ContainsAny(m.Subject, "\r\n") || len(m.Bcc) != 0 || len(m.To) != 1 {
			t.Errorf("a header was injected: %+v", m)
		}
		if !strings.Contains(m.Subject, "안녕하세요") || !strings.Contains(m.Text, "문단") || !strings.Contains(m.HTML, "<p>") || m.From.Name != "WeGO Awards" {
			t.Errorf("arrived as %+v", m)
		}
	}
	for _, m := range d.mails() {
		if m.State != award.MailSent || m.Sent != d.now {
			t.Errorf("kept as %+v", m)
		}
		if blank := m.Text == "" && m.Link == ""; blank != m.HoldsSecret() {
			t.Errorf("%s: text %q, link %q after sending", m.Kind, m.Text, m.Link)
		}
		var found bool
		for _, a := range got {
			found = found || a.MessageID == string(m.ID)+"@we-gov.example"
		}
		if !found {
			t.Errorf("no mail has the Message-ID of %s", m.ID)
		}
	}
}

func TestTheDemosMailboxKeepsSecrets(t *testing.T) {
	d := newDesk(t).open(post.Mailbox{}, true)
	d.post(letter(award.MailSignIn, "kim@town.example"))
	d.round()
	if m := d.mails()[0]; m.State != award.MailSent || m.Link == "" || m.Text == "" {
		t.Errorf("kept as %+v", m)
	}
}

// talker is an SMTP server that answers as it is told.
type talker struct {
	mu      sync.Mutex
	answers map[string]string // by command
	ids     []string          // Message-IDs that were accepted
}

func (s *talker) say(command, answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[command] = answer
}

func listen(t *testing.T) (*talker, string) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	s := &talker{answers: map[string]string{"EHLO": "250 here", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", ".": "250 taken", "QUIT": "221 bye", "RSET": "250 ok", "NOOP": "250 ok", "HELO": "250 here"}}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.talk(c)
		}
	}()
	return s, "smtp://" + l.Addr().String()
}

func (s *talker) talk(c net.Conn) {
	defer c.Close()
	fmt.Fprint(c, "220 talker\r\n")
	lines := bufio.NewScanner(c)
	inData, id := false, ""
	for lines.Scan() {
		line := lines.Text()
		command := strings.ToUpper(strings.SplitN(line, " ", 2)[0])
		if inData && line != "." {
			if v, is := strings.CutPrefix(line, "Message-ID: "); is {
				id = v
			}
			continue
		}
		s.mu.Lock()
		answer := s.answers[command]
		inData = command == "DATA" && strings.HasPrefix(answer, "3")
		if command == "." {
			s.ids = append(s.ids, id)
		}
		s.mu.Unlock()
		if answer == "" {
			return // hang up
		}
		fmt.Fprint(c, answer+"\r\n")
	}
}

func TestEachRefusalIsToldAndTriedAgainOrNot(t *testing.T) {
	server, address := listen(t)
	carrier, err := post.NewSMTP(address, "awards@we-gov.example", "WeGO")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		command, answer, key string
		final                bool
	}{
		{"RCPT", "550 5.1.1 no such user", post.ProblemRecipient, true},
		{"RCPT", "451 4.7.1 greylisted, come back", post.ProblemBusy, false},
		{"MAIL", "553 sender not allowed", post.ProblemSender, false},
		{"DATA", "554 looks like spam", post.ProblemRefused, true},
		{".", "552 too large", post.ProblemRefused, true},
		{".", "452 disk full", post.ProblemBusy, false},
		{".", "", "", false}, // hangs up after the mail
		{"RCPT", "", "", false},
	} {
		t.Run(c.command+" "+c.answer, func(t *testing.T) {
			server.mu.Lock()
			before := server.answers[c.command]
			server.mu.Unlock()
			server.say(c.command, c.answer)
			defer server.say(c.command, before)
			d := newDesk(t).open(carrier, false)
			d.post(letter("entry_sent", "amina@port.example"))
			d.round()
			m := d.mails()[0]
			key, text := post.ReadProblem(m.Problem)
			if c.key != "" && key != c.key {
				t.Errorf("told as %q (%s)", key, text)
			}
			if got := m.State == award.MailFailed; got != c.final {
				t.Errorf("state %s after %q (%s)", m.State, key, text)
			}
			if !c.final && m.Next <= d.now {
				t.Error("no pause before the next try")
			}
		})
	}
}

func TestAServerThatIsAwayIsTriedWithGrowingPausesAndGivenUp(t *testing.T) {
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "smtp://" + l.Addr().String()
	_ = l.Close()
	carrier, err := post.NewSMTP(address, "awards@we-gov.example", "WeGO")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t).open(carrier, false)
	d.post(letter("entry_sent", "amina@port.example"))
	var pause time.Duration
	for tries := 1; ; tries++ {
		if n := d.round(); n != 1 {
			t.Fatalf("try %d took %d mails", tries, n)
		}
		m := d.mails()[0]
		if key, _ := post.ReadProblem(m.Problem); key != post.ProblemUnreachable {
			t.Fatalf("told as %q", m.Problem)
		}
		if m.State == award.MailFailed {
			if tries < 8 {
				t.Errorf("given up after %d tries", tries)
			}
			return
		}
		if next := m.Next.Sub(d.now); next < pause || next > 4*time.Hour {
			t.Errorf("pause of %s after %s", next, pause)
		} else {
			pause = next
		}
		d.now = m.Next - 1
		if n := d.round(); n != 0 {
			t.Error("tried before its time")
		}
		d.now = m.Next
	}
}

func TestAMailCutShortByACrashIsSentAgainUnderTheSameID(t *testing.T) {
	server, address := listen(t)
	carrier, err := post.NewSMTP(address, "awards@we-gov.example", "WeGO")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t).open(carrier, false)
	d.post(letter("entry_sent", "amina@port.example"))
	d.post(letter("announce_winner", "amina@port.example"))
	claim := func(tx *database.Tx) error {
		_, err := tx.ClaimMail(d.now, d.now.Add(5*time.Minute), 10)
		return err
	}
	if err := d.db.Update(t.Context(), claim); err != nil {
		t.Fatal(err)
	}
	if n := d.round(); n != 0 {
		t.Errorf("took %d mails that are being sent", n)
	}
	d.now = d.now.Add(6 * time.Minute)
	d.round()
	for _, m := range d.mails() {
		key, _ := post.ReadProblem(m.Problem)
		switch {
		case m.Kind == "entry_sent" && m.State != award.MailSent:
			t.Errorf("%s is %s (%s)", m.Kind, m.State, m.Problem)
		case m.Kind == "announce_winner" && (m.State != award.MailFailed || key != post.ProblemUnknown):
			t.Errorf("%s is %s (%s)", m.Kind, m.State, m.Problem)
		}
	}
	server.mu.Lock()
	defer server.mu.Unlock()
	if len(server.ids) != 1 {
		t.Errorf("the server took %q", server.ids)
	}
}

func TestASignInThatIsTooLateIsNotSent(t *testing.T) {
	d := newDesk(t).open(post.Mailbox{}, false)
	d.post(letter(award.MailSignIn, "kim@town.example"))
	d.now = d.now.Add(31 * time.Minute)
	d.round()
	m := d.mails()[0]
	if key, _ := post.ReadProblem(m.Problem); m.State != award.MailFailed || key != post.ProblemLate || m.Link != "" {
		t.Errorf("kept as %+v", m)
	}
}

// slow carries a mail only when it is let.
type slow struct {
	began, let chan struct{}
	mu         sync.Mutex
	carried    int
}

func (s *slow) Carry(context.Context, post.Letter) error {
	s.began <- struct{}{}
	<-s.let
	s.mu.Lock()
	defer s.mu.Unlock()
	s.carried++
	return nil
}

func TestStoppingFinishesTheMailInHandAndPutsTheOthersBack(t *testing.T) {
	carrier := &slow{began: make(chan struct{}), let: make(chan struct{})}
	d := newDesk(t).open(carrier, false)
	for range 3 {
		d.post(letter("entry_sent", "amina@port.example"))
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		d.Run(ctx)
		close(ended)
	}()
	<-carrier.began
	stop()
	close(carrier.let)
	<-ended
	states := map[award.MailState]int{}
	for _, m := range d.mails() {
		states[m.State]++
	}
	if carrier.carried != 1 || states[award.MailSent] != 1 || states[award.MailWaiting] != 2 {
		t.Errorf("carried %d, states %v", carrier.carried, states)
	}
}

func TestAMailThatCannotBeWrittenHoldsUpNoOther(t *testing.T) {
	d := newDesk(t).open(post.Mailbox{}, false)
	d.post(letter("broken", "a@b.example"))
	d.post(letter("entry_sent", "amina@port.example"))
	d.round()
	for _, m := range d.mails() {
		if (m.State == award.MailSent) != (m.Kind == "entry_sent") {
			t.Errorf("%s is %s", m.Kind, m.State)
		}
	}
}

func TestSettingsOfTheServerAreChecked(t *testing.T) {
	for _, address := range []string{"", "mail.example:25", "http://mail.example", "smtp://", "smtp://%zz"} {
		if _, err := post.NewSMTP(address, "a@b.example", "WeGO"); err == nil {
			t.Errorf("%q was taken", address)
		}
	}
	if _, err := post.NewSMTP("smtp://user:geheim@mail.example", "nobody", "WeGO"); err == nil || strings.Contains(err.Error(), "geheim") {
		t.Errorf("a sender without address: %v", err)
	}
	if _, err := post.NewSMTP("smtp://u:geheim\x7f@mail.example", "a@b.example", "WeGO"); err == nil || strings.Contains(err.Error(), "geheim") {
		t.Errorf("the password stands in the error: %v", err)
	}
}
