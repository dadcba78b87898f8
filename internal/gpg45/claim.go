package gpg45

// Piece is one check of one document with its scores.
type Piece struct {
	Type         string `json:"type"`
	Strength     int    `json:"strength"`
	Validity     int    `json:"validity"`
	Verification *int   `json:"verification,omitempty"` // likeness against this piece's photo
}

// Claim is what is known of an identity, in scores. Verification is what was
// reached without naming a piece.
type Claim struct {
	Evidence     []Piece `json:"evidence"`
	Activity     int     `json:"activity"`
	Fraud        int     `json:"fraud"`
	Verification int     `json:"verification"`
	// Lacks says that the purpose needs one thing besides a profile that nothing
	// gives yet, such as a proof of address. It decides no profile; next steps
	// bring it along.
	Lacks bool `json:"lacks,omitempty"`
}

// Kind is what an addition asks of whom.
type Kind string

// The kinds, cheapest for the resident first.
const (
	Ask   Kind = "ask"   // the officer can do it now
	Wait  Kind = "wait"  // it comes by itself, with sync
	Bring Kind = "bring" // the resident comes again with it
)

// Option is one thing that could be added to a claim.
type Option struct {
	Kind Kind
	What string   // stable id: a document type, "likeness", "council-check"
	Also []string // what has to be done with it, each a thing of the same kind

	Hands   int // other people it takes: each counts as one thing more
	Minutes int // at the counter; decides between plans of as many things

	Piece        *Piece // evidence it adds; its Type replaces nothing
	Activity     int    // what it raises each part to; 0 leaves it
	Fraud        int
	Verification int
	// Against, if not empty, are the document types with a photo: the option's
	// Verification counts only once one of them is there and valid.
	Against []string
	Gives   bool // gives what the claim lacks
}

// Catalogue is everything that could be added, in the order to prefer: of
// plans that cost the same the one with the earlier options is named.
type Catalogue []Option

// Giver is the cheapest option that gives what a claim lacks.
func (c Catalogue) Giver() (Option, bool) {
	i := c.giver()
	if i < 0 {
		return Option{}, false
	}
	return c[i], true
}

func (c Catalogue) giver() int {
	best := -1
	for i, o := range c {
		if o.Gives && (best < 0 || o.cost(i) < c[best].cost(best)) {
			best = i
		}
	}
	return best
}

// Adds are the option's things, one by one.
func (o Option) Adds() []Add {
	adds := []Add{{o.Kind, o.What}}
	for _, what := range o.Also {
		adds = append(adds, Add{o.Kind, what})
	}
	return adds
}

// Add is one addition of a next step.
type Add struct {
	Kind Kind   `json:"kind"`
	What string `json:"what"`
}

// Next is the smallest addition that reaches a higher confidence.
type Next struct {
	Confidence Confidence `json:"confidence"`
	Profile    string     `json:"profile"`
	Add        []Add      `json:"add"`
}

// Result is the assessment of a claim. Its JSON form is the answer of
// vouchctl assess, to the byte: no list is ever null.
type Result struct {
	Profiles   []string   `json:"profiles"` // all met, in table order
	Confidence Confidence `json:"confidence"`
	Next       []Next     `json:"next"` // by rising confidence
}
