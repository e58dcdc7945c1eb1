package demo

import (
	"context"
	"slices"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// Phrase opens every sealing key of the demo. Like Key it protects nothing.
const Phrase = "DEMO DEMO DEMO DEMO DEMO DEMO DEMO"

// PaperPhrase stands in every paper envelope of the demo.
const PaperPhrase = "DEMO DEMO DEMO DEMO DEMO"

// sealKeys are the keys of staff, drawn once: recipient, and identity wrapped
// with Phrase.
var sealKeys = map[string][2]string{
	"chair": {
		"age1qha837jxxf2h4hk9j9kcrdx369rda3zhz80ek8js57m2djhcg53qgsnc89",
		"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBSSENmYVpGZDMyVzRWUFhJYmxFbkJnIDE1CjhiTEN5dHE3ZWlvZnhtZ3RsVDZLTGIrdG1iNGplR0VBalFwdXVLNlpGQWsKLS0tIEtMOHlsTTF1L2pXeU1jVjlZOXZrbjZoTGZEcFdTSjZhM2gxR3ZONHI4QTgKcMtZMNMz5w6gTEs+7E/YVxx/zWOi2A8UB8vLgU0nLdKon3udCOhPQYPvsazDupnY3CD1d6zZYW2zhZLXZxpuCJP+z8ysvdK+JcNhbeJdBz56zzUPQilAqV9o5jYYDXJwt+l37gOUEjuGtg==",
	},
	"officer": {
		"age1cn0nj8f7fwkemzt75vgpznaupnhx2tl3c7gamvhnq3cq62c2pqqqgz974l",
		"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCA4ZWVyZW02Ujk2OFhHQjRaMVpzSTd3IDE1Cm1Wd05hQzF5aEMwV1ovdVVDY21RUWVBWTA1cXVoamZGbUtnemYxdEtac2cKLS0tIFZSRkhxTCtSY3pNYm1JWWpSNWgySWpuOWJXYkYvWEMvK0U3My90YWRNWHMKMOQ8zmsySkKjizk+BBBrs4OeWigN/8jOxqe5wkEox7B66xM/Lf2uKU2npOqGxnuLH+2f5VZ+Pnpp4/DDYgJjqczX+DkRXs6ftlGyYpMG0vsGpMlFQvKVfVraUuaNWDsJUMR3Orzp5ppclg==",
	},
	"officer2": {
		"age1p75jehk4fwg0z5n6vjvg0ughxv84semksj6jzzy7drh50u4vxdwqjd73ng",
		"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBYSmU2UC9pcGVUUE9MWFRTcEpYM3lnIDE1CkJjcXQrbHh5UmRnYVgyRmlmOWVPNlUyUGFmVXBNMVVBRlF3azRxSVpXaWsKLS0tIFVXcTJhYzZkcUlXZEZ6bDI4MnpEbkpoVEFMalBIazFFcjV1TGxxZUNtcjQKSJkwasEKDUtY8C/tVjVfjCLEEIsAkgH0mviwsPgR4CyldB9u51//CneUT8IllW3zNTq/1oKyreeElesEuGi7xg9cZ+m4Tn5fYsCSl5H8IE98fYT4MyAJuR5MuH2Av7AuL5Pb5Q5bOTu1wg==",
	},
	"producer": {
		"age1hrsk5dtcwa34ftalcqnrzxuya9t43qcep7sl2q4yy7kxru5t9e8q4ypwdg",
		"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCByM28vWFZXank3NGZyY0Z2SkMwck93IDE1CnRnbDlwb0NualgyN3diTm93VEdQQjUxSjRWNnZtU0lrdW45Z3VYV1o5VE0KLS0tIGxDMVg4MHg1Q3RWeStQK0VDN0ZwMHhETXBxZEJzckRVOUsvY0ljbEVmcGcKcMsvraaN9eRPjXnjaadn1ka+7ShjE/Go/tqJwXJzPptUeDUWBwpT3ckHF7DBzpjzoYxVG/4XgXEKDAX0WEMTTX71YCvPBFRwWV2ARhnf46XFMcWw14e5uVzUgU/WeaxYxIi9NQp0OUnfvg==",
	},
	"many": {
		"age1kpxhdm4w30jmmcvc4yzk89937f9z3d3aaq0xahfq7wxjz6dhhdeqym08eq",
		"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBJaUJXbUhCL21BTTZQNTZVdURaNk9RIDE1ClU0bjJnaXZ5RUJEa0k3ckdQZjhIY2Z1NUIzWGdGeUJTSHIyL3EyRTRENjQKLS0tIGEybWxiTWVGZ2U1NXZ2a0F0VlV5eTJINnhZOHhRZXh5SGxhMC8xWWpFU3MKT+8CZo1uOqbj4qvcmMwusKk588stIox3Bn++MHk/JcR9VAP/Zi/xVCwe5QD3FAaEMcrWahHtG/RvPGI6V7i7TcuwXuO4kmuzufyJ/GOBQ8pVX4NmyJpshD5yXgdsw0bLssaha2ers5i/aA==",
	},
}

// putSealKeys gives keys to those who may open results.
func (w *world) putSealKeys(tx *database.Tx) error {
	since := w.opens()
	for _, m := range staff {
		k, has := sealKeys[m.key]
		if !has {
			continue
		}
		key := award.SealKey{ID: ID("seal_key/" + m.key), Person: m.id(), Recipient: k[0], Wrapped: k[1], Made: since, Proved: since}
		if err := tx.AddSealKey(key); err != nil {
			return err
		}
	}
	return nil
}

// enclose puts what is sealed and not open into envelopes, as the office does
// with the second signature.
func (w *world) enclose(ctx context.Context, db *database.DB, _ objects.Store) error {
	err := db.Update(ctx, func(tx *database.Tx) error {
		seals, err := tx.Seals(w.edition.ID)
		if err != nil {
			return err
		}
		for _, s := range seals {
			if !s.Sealed() || !s.Opened.IsZero() {
				continue
			}
			if err := office.Enclose(tx, w.edition, s, PaperPhrase); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return db.Settle(ctx)
}

// audited has the auditor sign a sealed result.
func (w *world) audited(tx *database.Tx, s award.Seal) error {
	at := s.SecondAt.Add(26 * time.Hour)
	w.note(deed{at, ID("person/auditor"), award.DeedSignTally, map[string]any{"act": "sign", "category": s.Category, "commitment": s.Commitment, "year": w.edition.Year}}, "result", w.edition.ID)
	return tx.AddAuditSign(award.AuditSign{Edition: s.Edition, Category: s.Category, Commitment: s.Commitment, Auditor: ID("person/auditor"), Holds: true, At: at})
}

// people are those of the roster at the stage: the auditor comes when results are
// sealed.
func (w *world) people() []member {
	return slices.DeleteFunc(roster(w.source), func(m member) bool { return m.role == award.RoleAuditor && !w.stage.from(Ceremony) })
}
