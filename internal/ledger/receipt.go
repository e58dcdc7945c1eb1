package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// ReceiptFormat names the form of a receipt's file.
const ReceiptFormat = "wego-receipt-1"

// DeedSend is the deed whose event holds the hash of what a city sent.
const DeedSend = "entry.send"

// ReceiptFile is what a judge or a city keeps, to hold it against the bundle:
// the judge's own scoresheets, or what the city sent. The others' are not in it.
type ReceiptFile struct {
	Format string         `json:"format"`
	Sheets []SheetReceipt `json:"sheets"`
	Sent   *SentReceipt   `json:"sent"`
}

// SheetReceipt shows that a scoresheet was counted in a result.
type SheetReceipt struct {
	Year     int     `json:"year"`
	Category string  `json:"category"`
	Receipt  Receipt `json:"receipt"`
}

// SentReceipt shows that what a city sent is in the record: the opening of its
// leaf, and the document, which names every file with its hash.
type SentReceipt struct {
	Opening  Opening `json:"opening"`
	Document string  `json:"document"`
}

// Encode is the file's one spelling.
func (f ReceiptFile) Encode() ([]byte, error) {
	f.Format, f.Sheets = ReceiptFormat, notNil(f.Sheets)
	return json.Marshal(f)
}

// Counted is a scoresheet that a result counts.
type Counted struct {
	Year     int
	Category string // its name
	Evidence
}

// ReceiptReport is what a receipt that holds says.
type ReceiptReport struct {
	Counted []Counted
	// Of what was sent: its leaf, when, and the hash of the document. Zero for a
	// receipt of sheets.
	Leaf int64
	Sent Event
	Hash string
}

// VerifyReceipt verifies a bundle and holds a receipt against it. The error is a
// *Fault that names the first thing that does not hold.
func VerifyReceipt(receipt, bundle []byte, public string) (*ReceiptReport, error) {
	report, err := Verify(bundle, public)
	if err != nil {
		return nil, err
	}
	var file ReceiptFile
	if err := strict(receipt, &file); err != nil || file.Format != ReceiptFormat {
		return nil, &Fault{Kind: BadReceipt}
	}
	out := &ReceiptReport{}
	for _, s := range file.Sheets {
		c, f := s.in(report)
		if f != nil {
			return nil, f
		}
		out.Counted = append(out.Counted, c)
	}
	if file.Sent != nil {
		var b Bundle
		if err := json.Unmarshal(bundle, &b); err != nil {
			return nil, &Fault{Kind: BadForm}
		}
		if f := file.Sent.in(b, out); f != nil {
			return nil, f
		}
	}
	return out, nil
}

// in finds the sheet among the evidence of its result.
func (s SheetReceipt) in(r *Report) (Counted, *Fault) {
	for _, v := range r.Results {
		if v.Year != s.Year || v.Category != s.Category {
			continue
		}
		e, err := s.Receipt.Piece.Read()
		if err != nil || e.Kind != SheetKind || !s.Receipt.In(v.Result) {
			return Counted{}, &Fault{Kind: Uncounted, Year: s.Year, Category: s.Category, Entry: e.Entry}
		}
		return Counted{s.Year, v.Name, e}, nil
	}
	return Counted{}, &Fault{Kind: Uncounted, Year: s.Year, Category: s.Category}
}

// in finds the sending in the record, and its document behind the hash.
func (s SentReceipt) in(b Bundle, out *ReceiptReport) *Fault {
	o := s.Opening
	if o.Leaf < 0 || o.Leaf >= int64(len(b.Leaves)) || LeafOf(o.Salt, o.Event) != b.Leaves[o.Leaf] {
		return &Fault{Kind: BadOpening, Leaf: o.Leaf}
	}
	e, err := ReadEvent(o.Event)
	if err != nil || e.Deed != DeedSend {
		return &Fault{Kind: BadEvent, Leaf: o.Leaf}
	}
	var detail struct {
		SHA256 string `json:"sha256"`
	}
	sum := sha256.Sum256([]byte(s.Document))
	if json.Unmarshal([]byte(e.Detail), &detail) != nil || detail.SHA256 != hex.EncodeToString(sum[:]) {
		return &Fault{Kind: BadReceipt, Leaf: o.Leaf}
	}
	out.Leaf, out.Sent, out.Hash = o.Leaf, e, detail.SHA256
	return nil
}
