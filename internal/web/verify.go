package web

import (
	"net/http"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// verifyRoutes are the page from which anybody can check the results, and its
// files.
func verifyRoutes() []route {
	return []route{
		{method: see, path: "/:lang/verify", deed: award.DeedVisit, do: verifyPage},
		{method: see, path: "/:lang/verify/bundle.json", deed: award.DeedVisit, do: proofBundle},
		{method: see, path: "/:lang/verify/recount.py", deed: award.DeedVisit, do: otherProgram},
		{method: see, path: "/:lang/verify/signature.txt", deed: award.DeedVisit, do: latestSignature},
		{method: see, path: "/:lang/verify/audit.json", deed: award.DeedAudit, do: auditBundle},
	}
}

type verifyView struct {
	templates.Frame
	How    []string
	Bundle string // where the file of proof is; empty before any result is open
	Audit  string // where the auditor's is; empty for who may not have it
	// Program is where the other verifier is, with the Hash of it, and Signature the
	// latest one.
	Program, Hash, Signature string
	// The commands: with the other verifier, with a signature that was kept, and with
	// the platform's own program.
	Recount, Later, Command string
	Key                     string
	Last                    *lastSigned // nil before the first signature
	Code                    string      // where a certificate is checked
}

type lastSigned struct{ Text, Signed string }

func verifyPage(s *Site, v *visit) error {
	v.public()
	p, err := s.Office.Proof(v.ctx())
	if err != nil {
		return err
	}
	t := v.Words.T
	// The key needs no quotation marks, which are others on Windows.
	run := "python3 recount.py bundle.json " + s.Office.PublicKey()
	_, hash := office.OtherVerifier()
	view := verifyView{
		Frame: v.frame(t("verify.title")), Key: s.Office.PublicKey(), Recount: run, Later: run + " signature.txt",
		Command: "wego verify bundle.json --key " + s.Office.PublicKey() + " --against signature.txt\nwego verify certificate certificate.txt --key " + s.Office.PublicKey(),
		Program: v.to("/verify/recount.py"), Hash: hash, Signature: v.to("/verify/signature.txt"), Code: v.to("/verify/certificate"),
		How: []string{t("verify.how_seal"), t("verify.how_sign"), t("verify.how_open"), t("verify.how_secret")},
	}
	if p.Opened {
		view.Bundle = v.to("/verify/bundle.json")
		if award.MayTry(v.Actor, award.DeedAudit) == nil {
			view.Audit = v.to("/verify/audit.json")
		}
		view.Last = &lastSigned{Text: t("verify.last_text", "Count", p.Last.Size, "At", v.moment(p.Last.At, nil).Text), Signed: p.Last.Signed}
	}
	return v.show(http.StatusOK, "verify", view)
}

func proofBundle(s *Site, v *visit) error {
	text, err := s.Office.Bundle(v.ctx())
	if err != nil {
		return err
	}
	return v.saveAs("bundle.json", text)
}

// otherProgram is the verifier that shares nothing with this platform.
func otherProgram(_ *Site, v *visit) error {
	v.public()
	program, _ := office.OtherVerifier()
	v.Response().Header().Set("Content-Disposition", `attachment; filename="recount.py"`)
	return v.Blob(http.StatusOK, "text/x-python; charset=utf-8", program)
}

// latestSignature is the latest signature of the record, to be kept, once a result
// is open.
func latestSignature(s *Site, v *visit) error {
	p, err := s.Office.Proof(v.ctx())
	if err != nil {
		return err
	}
	if !p.Opened {
		return award.ErrNotFound
	}
	v.Response().Header().Set("Content-Disposition", `attachment; filename="signature.txt"`)
	return v.Blob(http.StatusOK, "text/plain; charset=utf-8", []byte(p.Last.Signed))
}

func auditBundle(s *Site, v *visit) error {
	text, err := s.Office.AuditBundle(v.ctx(), v.Actor)
	if err != nil {
		return err
	}
	return v.saveAs("audit.json", text)
}

// saveAs answers with a JSON file that the browser saves.
func (v *visit) saveAs(name string, text []byte) error {
	v.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return v.Blob(http.StatusOK, "application/json", text)
}
