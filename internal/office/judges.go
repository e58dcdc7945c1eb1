package office

import (
	"context"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// JudgeLine is one member of the jury pool with their work.
type JudgeLine struct {
	award.Judge
	Seats, Done int // of the latest round in which they have any
	Round       int
	Late        bool
	Conflicts   int
	Invitation  *award.Invitation // the one that waits for an answer; nil = none
	Expired     bool              // that invitation is too old to be answered
}

// JudgeList is the jury pool of an edition.
type JudgeList struct {
	Edition *award.Edition
	Judges  []JudgeLine
	// Need is how many readings the accepted entries need, Room how many the
	// pool takes at most.
	Need, Room int
}

// Judges returns the jury pool of the edition of a year.
func (d *Desk) Judges(ctx context.Context, a award.Actor, year int) (list JudgeList, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		list, err = d.judges(tx, a, award.DeedProgress, year)
		return err
	})
	return list, err
}

func (d *Desk) judges(tx *database.Tx, a award.Actor, deed award.Deed, year int) (list JudgeList, err error) {
	if list.Edition, err = d.editionFor(tx, a, deed, year); err != nil {
		return list, err
	}
	judges, err := tx.Judges(list.Edition.ID)
	if err != nil {
		return list, err
	}
	conflicts, err := tx.Conflicts(list.Edition.ID)
	if err != nil {
		return list, err
	}
	open, err := tx.InvitationsOpen()
	if err != nil {
		return list, err
	}
	for _, j := range judges {
		line := JudgeLine{Judge: j}
		for _, c := range conflicts {
			if c.Judge == j.Person {
				line.Conflicts++
			}
		}
		line.invited(open, d.clock())
		if j.State == award.JudgeAccepted || j.State == award.JudgeInvited {
			list.Room += j.LoadMax
		}
		list.Judges = append(list.Judges, line)
	}
	return list, list.work(tx, d.clock())
}

func (l *JudgeLine) invited(open []award.Invitation, now award.Time) {
	for _, i := range open {
		if i.Role == award.RoleJudge && i.Edition == l.Edition && i.Email == award.Email(l.Email) {
			l.Invitation, l.Expired = &i, !i.Open(now)
			return
		}
	}
}

// work fills in the seats of the judges and the readings that are needed.
func (list *JudgeList) work(tx *database.Tx, now award.Time) error {
	for _, round := range []int{1, 2} {
		seats, err := tx.Seats(list.Edition.ID, round)
		if err != nil {
			return err
		}
		for i := range list.Judges {
			list.Judges[i].sits(list.Edition, round, seats, now)
		}
	}
	accepted, err := tx.EntriesIn(list.Edition.ID, award.EntryAccepted)
	list.Need = len(accepted) * list.Edition.Panel.JudgesPerEntry
	return err
}

func (l *JudgeLine) sits(e *award.Edition, round int, seats []award.Seat, now award.Time) {
	own := seatsOf(seats, l.Person)
	if len(own) == 0 {
		return
	}
	l.Round, l.Seats, l.Done = round, len(own), 0
	for _, s := range own {
		if s.State.Counts() {
			l.Done++
		}
	}
	l.Late = isLate(e, round, own, now)
}

// Tie is a conflict of a judge in the words of the desk.
type Tie struct {
	award.Conflict
	Reference, Title string // of an entry; "" when it is with a whole city
	City             string
	ByName           string
	// Own: the judge has declared it.
	Own bool
}

// JudgeFile is one judge with everything that the desk keeps of them.
type JudgeFile struct {
	JudgeLine
	Edition   *award.Edition
	CityNames []string
	Ties      []Tie
	// Entered are cities with entries in the edition for which the person acts.
	Entered []string
}

// JudgeFile returns a judge of the edition of a year.
func (d *Desk) JudgeFile(ctx context.Context, a award.Actor, year int, person award.ID) (f JudgeFile, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		list, err := d.judges(tx, a, award.DeedProgress, year)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list.Judges, func(l JudgeLine) bool { return l.Person == person })
		if i < 0 {
			return award.ErrNotFound
		}
		f = JudgeFile{JudgeLine: list.Judges[i], Edition: list.Edition}
		own, err := stakesOf(tx, a, f.Edition.ID)
		if err != nil {
			return err
		}
		return f.fill(tx, own)
	})
	return f, err
}

// fill names the judge's cities and ties; of an entry to which the reader has a
// tie of their own it tells the reference alone.
func (f *JudgeFile) fill(tx *database.Tx, own ties) error {
	cities, err := tx.Cities()
	if err != nil {
		return err
	}
	named := map[award.ID]string{}
	for _, c := range cities {
		named[c.ID] = c.Name
		if slices.Contains(f.Cities, c.ID) {
			f.CityNames = append(f.CityNames, c.Name)
		}
	}
	conflicts, err := tx.ConflictsOf(f.Edition.ID, f.Person)
	if err != nil {
		return err
	}
	for _, c := range conflicts {
		t := Tie{Conflict: c, City: named[c.City], Own: c.By == f.Person}
		if c.Entry != "" {
			e, err := tx.Entry(c.Entry)
			if err != nil {
				return err
			}
			if t.Reference = e.Reference; own.bar(e) {
				t.Reason = ""
			} else {
				t.Title, t.City = e.Title, named[e.City]
			}
		}
		names, err := tx.Names([]award.ID{c.By})
		if err != nil {
			return err
		}
		t.ByName = names[c.By]
		f.Ties = append(f.Ties, t)
	}
	return nil
}
