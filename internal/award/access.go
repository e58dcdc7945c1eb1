package award

import "slices"

// Deed is one thing that a person can do, in the users' words. Every route
// names its deed, every event records one, and this file says who may.
type Deed string

// The deeds of visitors and of signed-in people.
const (
	DeedVisit   Deed = "visit"    // public pages
	DeedSignIn  Deed = "sign_in"  // the sign-in pages themselves
	DeedSignOut Deed = "sign_out" // and one's own account
	DeedAccount Deed = "account"
	// The deeds of whoever reads a practice; what is done by a mailed link needs
	// its secret.
	DeedAskCity    Deed = "practice.ask"
	DeedAnswerCity Deed = "practice.answer"
	DeedSayRunning Deed = "practice.running"
	DeedDemo       Deed = "demo" // the demo's own pages, which exist in the demo only
)

// The deeds of a city.
const (
	DeedEntries      Deed = "entry.list"
	DeedStart        Deed = "entry.start"
	DeedReadEntry    Deed = "entry.read"
	DeedEdit         Deed = "entry.edit"
	DeedAttach       Deed = "entry.attach"
	DeedDetach       Deed = "entry.detach"
	DeedSend         Deed = "entry.send"
	DeedTakeBack     Deed = "entry.take_back"
	DeedWithdraw     Deed = "entry.withdraw"
	DeedReply        Deed = "entry.reply"
	DeedReadLetter   Deed = "letter.read"      // what the jury made of the entry, once it is released
	DeedCertificate  Deed = "certificate.read" // that of the entry's prize, once the result is open
	DeedReadSaid     Deed = "ceremony.read"    // what the city says for the ceremony
	DeedSay          Deed = "ceremony.say"
	DeedInvite       Deed = "city.invite" // a colleague
	DeedAcceptInvite Deed = "invitation.accept"
)

// The deeds of a judge.
const (
	DeedJudge    Deed = "judge.list"
	DeedDeclare  Deed = "judge.declare"
	DeedReadSeat Deed = "sheet.read"
	DeedScore    Deed = "sheet.save"
	DeedSkip     Deed = "sheet.skip"
	DeedRecuse   Deed = "sheet.recuse"
	DeedSendAll  Deed = "sheet.send"
	DeedUnsend   Deed = "sheet.take_back"
	DeedReceipt  Deed = "sheet.receipt" // which of the own sheets were counted
)

// The deeds of the Secretariat and of the jury's chair.
const (
	DeedDesk          Deed = "desk.read"
	DeedReadAll       Deed = "desk.entries"
	DeedExport        Deed = "desk.export"
	DeedScreen        Deed = "entry.screen"
	DeedAsk           Deed = "entry.ask"
	DeedReopen        Deed = "entry.reopen"   // for one city, after the deadline or after sending
	DeedRemindDrafts  Deed = "entry.remind"   // those who have started and not sent
	DeedConflict      Deed = "judge.conflict" // noted for a judge by the Secretariat
	DeedInviteJudge   Deed = "judge.invite"
	DeedEditJudge     Deed = "judge.edit"
	DeedPropose       Deed = "panel.propose"
	DeedPublishPanel  Deed = "panel.publish"
	DeedProgress      Deed = "progress.read"
	DeedRemind        Deed = "progress.remind"
	DeedResults       Deed = "result.read"
	DeedJudgeNames    Deed = "result.names" // which judge gave which scoresheet; others see letters
	DeedDecide        Deed = "result.decide"
	DeedConfirm       Deed = "result.confirm" // that a great correction of a judge may stand
	DeedRescore       Deed = "result.rescore" // noted for a judge in the meeting
	DeedMeeting       Deed = "meeting.read"   // the jury's table
	DeedMinute        Deed = "meeting.keep"   // attendance, what was said, votes
	DeedLetters       Deed = "letter.preview" // what cities will be told
	DeedHoldComment   Deed = "letter.comment" // which comments go with it
	DeedRelease       Deed = "letter.release" // to every city at once
	DeedSeal          Deed = "result.seal"
	DeedAskOpen       Deed = "result.ask_open" // the first of the two acts that open
	DeedOpen          Deed = "result.open"
	DeedWork          Deed = "result.work"      // envelopes opened for work, by two people
	DeedOpenPaper     Deed = "result.paper"     // the producer opens a category with the phrase of its paper envelope
	DeedNewPaper      Deed = "result.paper_new" // two people draw another phrase where the paper is lost
	DeedSealKey       Deed = "seal.key"         // one's own key, to which results are sealed
	DeedAudit         Deed = "result.audit"     // the scoresheets of opened results, judges under letters
	DeedReadTally     Deed = "audit.read"
	DeedSignTally     Deed = "audit.sign"       // or refuse
	DeedCertificates  Deed = "certificate.make" // certificates of every prize that the person may know
	DeedAmend         Deed = "result.amend"     // a prize of an open result is revoked, returned or restored
	DeedPromote       Deed = "result.promote"   // the next in line takes its place
	DeedPublish       Deed = "practice.publish"
	DeedPrepare       Deed = "practice.prepare" // a winner's page, before it is public and after
	DeedKeepPractice  Deed = "practice.keep"    // what stands in the library
	DeedEditEdition   Deed = "edition.edit"
	DeedImport        Deed = "archive.import"
	DeedMail          Deed = "mail.read"
	DeedResend        Deed = "mail.resend"
	DeedLog           Deed = "log.read"
	DeedPeople        Deed = "people.edit"
	DeedReadShow      Deed = "show.read"
	DeedEditShow      Deed = "show.edit"
	DeedRehearse      Deed = "show.rehearse"
	DeedRunShow       Deed = "show.run"
	DeedLockShow      Deed = "show.lock"
	DeedPackShow      Deed = "show.pack"
	DeedStepShow      Deed = "show.step"   // the windows that follow by the network
	DeedRemindSay     Deed = "show.remind" // the cities that have not said how they are named
	DeedPlatformChore Deed = "platform"    // what the platform does by itself
)

// Object is what a deed is done to, with the facts that decide. Fill in what
// the deed concerns and leave the rest empty.
type Object struct {
	Edition *Edition
	Now     Time
	Entry   *Entry
	Seat    *Seat
	Opened  bool // the result of the entry's category is open
	// Barred: the person has a tie to the entry that keeps them from it.
	Barred bool
}

// right is a row of the access table: who may try a deed, and what more must
// be true of the object.
type right struct {
	anyone bool
	signed bool
	roles  []Role
	more   func(Actor, Object) error
}

var (
	desk    = []Role{RoleOfficer}
	jury    = []Role{RoleOfficer, RoleChair}
	chair   = []Role{RoleChair} // where the chair is tied, whom an administrator makes chair for the time
	keeping = []Role{RoleOfficer, RoleAdmin}
	show    = []Role{RoleProducer, RoleOfficer}
	opening = []Role{RoleOfficer, RoleChair, RoleProducer}
)

// rights is the access table. A deed without a row is nobody's.
var rights = map[Deed]right{
	DeedVisit:        {anyone: true},
	DeedSignIn:       {anyone: true},
	DeedAcceptInvite: {anyone: true},
	DeedAskCity:      {anyone: true},
	DeedAnswerCity:   {anyone: true},
	DeedSayRunning:   {anyone: true},
	DeedDemo:         {anyone: true},
	DeedSignOut:      {signed: true},
	DeedAccount:      {signed: true},

	DeedEntries:     {signed: true},
	DeedStart:       {signed: true, more: entriesOpen},
	DeedReadEntry:   {signed: true, more: readEntry},
	DeedEdit:        {signed: true, more: editEntry},
	DeedAttach:      {signed: true, more: editEntry},
	DeedDetach:      {signed: true, more: editEntry},
	DeedSend:        {signed: true, more: sendEntry},
	DeedTakeBack:    {signed: true, more: takeBack},
	DeedWithdraw:    {signed: true, more: memberMay(MaySend)},
	DeedReply:       {signed: true, more: memberMay(MayEdit)},
	DeedReadLetter:  {signed: true, more: readEntry},
	DeedCertificate: {signed: true, more: readEntry},
	DeedReadSaid:    {signed: true, more: readSaid},
	DeedSay:         {signed: true, more: say},
	DeedInvite:      {signed: true, more: memberMay(MaySend)},

	DeedJudge:    {roles: []Role{RoleJudge}},
	DeedDeclare:  {roles: []Role{RoleJudge}},
	DeedReadSeat: {roles: []Role{RoleJudge}, more: ownSeat},
	DeedScore:    {roles: []Role{RoleJudge}, more: score},
	DeedSkip:     {roles: []Role{RoleJudge}, more: score},
	DeedRecuse:   {roles: []Role{RoleJudge}, more: stepAside},
	DeedSendAll:  {roles: []Role{RoleJudge}, more: score},
	DeedUnsend:   {roles: []Role{RoleJudge}, more: score},
	DeedReceipt:  {roles: []Role{RoleJudge}},

	DeedDesk:         {roles: []Role{RoleOfficer, RoleAdmin, RoleChair}},
	DeedReadAll:      {roles: jury, more: notBarred},
	DeedExport:       {roles: desk},
	DeedScreen:       {roles: desk, more: notBarred},
	DeedAsk:          {roles: desk, more: notBarred},
	DeedReopen:       {roles: desk, more: notBarred},
	DeedRemindDrafts: {roles: desk},
	DeedConflict:     {roles: desk},
	DeedInviteJudge:  {roles: desk},
	DeedEditJudge:    {roles: desk},
	DeedPropose:      {roles: jury},
	DeedPublishPanel: {roles: desk},
	DeedProgress:     {roles: jury},
	DeedRemind:       {roles: desk},
	DeedResults:      {roles: jury, more: notBarred},
	DeedJudgeNames:   {roles: jury},
	DeedDecide:       {roles: jury, more: notBarred},
	DeedConfirm:      {roles: chair, more: notBarred},
	DeedRescore:      {roles: jury, more: notBarred},
	DeedMeeting:      {roles: jury, more: notBarred},
	DeedMinute:       {roles: jury, more: notBarred},
	DeedLetters:      {roles: jury, more: notBarred},
	DeedHoldComment:  {roles: jury, more: notBarred},
	DeedRelease:      {roles: jury, more: notBarred},
	DeedSeal:         {roles: jury, more: notBarred},
	DeedAskOpen:      {roles: opening},
	DeedOpen:         {roles: opening},
	DeedWork:         {roles: opening},
	DeedOpenPaper:    {roles: []Role{RoleProducer}},
	DeedNewPaper:     {roles: opening},
	DeedSealKey:      {roles: opening},
	DeedAudit:        {roles: []Role{RoleOfficer, RoleChair, RoleAuditor}},
	DeedReadTally:    {roles: []Role{RoleAuditor}},
	DeedSignTally:    {roles: []Role{RoleAuditor}},
	DeedCertificates: {roles: jury},
	DeedAmend:        {roles: jury, more: notBarred},
	DeedPromote:      {roles: []Role{RoleChair}, more: notBarred},
	DeedPublish:      {roles: desk},
	DeedPrepare:      {roles: desk},
	DeedKeepPractice: {roles: desk},
	DeedEditEdition:  {roles: keeping},
	DeedImport:       {roles: keeping},
	DeedMail:         {roles: keeping},
	DeedResend:       {roles: keeping},
	DeedLog:          {roles: keeping},
	DeedPeople:       {roles: []Role{RoleAdmin}},

	DeedReadShow: {roles: show},
	DeedEditShow: {roles: show},
	DeedRehearse: {roles: show},
	DeedRunShow:  {roles: show},
	DeedLockShow: {roles: show},
	DeedPackShow: {roles: show},
	DeedStepShow: {roles: show},

	DeedRemindSay: {roles: show},
}

// MayTry reports whether an actor may try a deed at all, whatever the object:
// nil, ErrSignIn for a stranger, or ErrNotFound for a person without the role.
func MayTry(a Actor, d Deed) error {
	r, there := rights[d]
	switch {
	case !there:
		return ErrNotFound
	case r.anyone:
		return nil
	case !a.SignedIn():
		return ErrSignIn
	case r.signed || slices.ContainsFunc(r.roles, a.Has):
		return nil
	}
	return ErrNotFound
}

// May reports whether an actor may do a deed to an object: nil; ErrSignIn;
// ErrNotFound when the object does not exist for them; a Refusal of ErrClosed
// or ErrForbidden with the reason when they see it but may not.
func May(a Actor, d Deed, o Object) error {
	if err := MayTry(a, d); err != nil {
		return err
	}
	if more := rights[d].more; more != nil {
		return more(a, o)
	}
	return nil
}

// Deeds lists every deed that somebody may do.
func Deeds() []Deed {
	all := make([]Deed, 0, len(rights))
	for d := range rights {
		all = append(all, d)
	}
	slices.Sort(all)
	return all
}

// entriesOpen holds while the edition takes entries.
func entriesOpen(_ Actor, o Object) error {
	switch o.Edition.State(StageSubmit, o.Now) {
	case Ahead:
		return Refuse(ErrClosed, "entry.refused.not_open", "At", mustStage(o.Edition, StageSubmit).Opens)
	case Over:
		return Refuse(ErrClosed, "entry.refused.closed", "At", mustStage(o.Edition, StageSubmit).Closes)
	}
	return nil
}

func mustStage(e *Edition, key string) Stage {
	s, _ := e.Stage(key)
	return s
}

// memberMay holds for a member of the entry's city with at least a right.
func memberMay(want CityRight) func(Actor, Object) error {
	return func(a Actor, o Object) error {
		if o.Entry == nil || !a.In(o.Entry.City, MayRead) {
			return ErrNotFound
		}
		if !a.In(o.Entry.City, want) {
			return Refuse(ErrForbidden, "entry.refused.right")
		}
		return nil
	}
}

func readEntry(a Actor, o Object) error { return memberMay(MayRead)(a, o) }

// editEntry holds for a member who may edit while the entry is theirs to
// change: a draft while entries are open, or one returned for correction.
func editEntry(a Actor, o Object) error {
	if err := memberMay(MayEdit)(a, o); err != nil {
		return err
	}
	return changeable(a, o)
}

func sendEntry(a Actor, o Object) error {
	if err := memberMay(MaySend)(a, o); err != nil {
		return err
	}
	return changeable(a, o)
}

// changeable holds while the entry lies with its city.
func changeable(a Actor, o Object) error {
	switch o.Entry.State {
	case EntryDraft:
		if o.Entry.Reopened > o.Now {
			return nil
		}
		return entriesOpen(a, o)
	case EntryReturned:
		if o.Entry.Reopened > 0 && o.Now >= o.Entry.Reopened {
			return Refuse(ErrClosed, "entry.refused.correction_over", "At", o.Entry.Reopened)
		}
		return nil
	}
	return Refuse(ErrForbidden, "entry.refused.sent")
}

// readSaid holds for a member while the entry is judged, or was: all such
// entries are asked for the ceremony alike.
func readSaid(a Actor, o Object) error {
	if err := readEntry(a, o); err != nil {
		return err
	}
	if o.Entry.State != EntryAccepted {
		return ErrNotFound
	}
	return nil
}

// say holds for a member who may edit, until the results are open.
func say(a Actor, o Object) error {
	if err := readSaid(a, o); err != nil {
		return err
	}
	if err := memberMay(MayEdit)(a, o); err != nil {
		return err
	}
	if o.Opened {
		return Refuse(ErrClosed, "ceremony.refused.over")
	}
	return nil
}

// takeBack holds for a sent entry while entries are open.
func takeBack(a Actor, o Object) error {
	if err := memberMay(MaySend)(a, o); err != nil {
		return err
	}
	if o.Entry.State != EntrySent {
		return Refuse(ErrForbidden, "entry.refused.not_sent")
	}
	return entriesOpen(a, o)
}

// ownSeat holds for the judge who holds the seat, unless it is gone.
func ownSeat(a Actor, o Object) error {
	if o.Seat == nil || o.Seat.Judge != a.Person.ID || o.Seat.State.Gone() || o.Barred {
		return ErrNotFound
	}
	return nil
}

// RoundStage returns the key of the stage in which a round is judged.
func RoundStage(round int) string {
	if round == 2 {
		return StageRound2
	}
	return StageRound1
}

// score holds for the judge's own seat while its round is open.
func score(a Actor, o Object) error {
	if err := ownSeat(a, o); err != nil {
		return err
	}
	switch stage := RoundStage(o.Seat.Round); o.Edition.State(stage, o.Now) {
	case Ahead:
		return Refuse(ErrClosed, "judge.refused.not_open", "At", mustStage(o.Edition, stage).Opens)
	case Over:
		return Refuse(ErrClosed, "judge.refused.closed", "At", mustStage(o.Edition, stage).Closes)
	}
	return nil
}

// stepAside holds for the judge's own seat until its round closes: a tie is told
// as soon as it is known, before the round opens too.
func stepAside(a Actor, o Object) error {
	if err := ownSeat(a, o); err != nil {
		return err
	}
	if stage := RoundStage(o.Seat.Round); o.Edition.State(stage, o.Now) == Over {
		return Refuse(ErrClosed, "judge.refused.closed", "At", mustStage(o.Edition, stage).Closes)
	}
	return nil
}

// notBarred hides from the jury's side what a person has a tie to.
func notBarred(_ Actor, o Object) error {
	if o.Barred {
		return ErrNotFound
	}
	return nil
}
