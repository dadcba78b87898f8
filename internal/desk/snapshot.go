package desk

import (
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
)

// Snapshot is everything a face may show, as it was at one Revision. It is
// detached: nothing in it changes later, and nothing the face does to it is
// seen here. While nobody is signed in it holds no personal data of residents.
type Snapshot struct {
	Revision  uint64
	Council   Council
	Place     Place
	Staff     []Staff // who can sign in at this desk
	Session   *Session
	Link      Link
	Outbox    []outbox.Parcel // newest first; never personal data
	Cases     []Row           // newest first; empty while locked
	Approvals []Row           // those the signed-in person may decide
	Looks     []Row           // those that want a second look, which the signed-in person may make
	Notices   []Notice
	Open      *OpenCase // the case on screen
	Offered   *LetterLook
	Settings  Settings
	Policy    *policy.Policy // immutable; nil until the first pull
	Clock     Clock
	Now       time.Time // when the snapshot was made, for "since" words
}

// Council is whose desk this is.
type Council struct {
	Name  trust.Text
	Brand string // "#0B4F5C", empty for the default
}

// Place is where the desk stands.
type Place struct {
	ID         trust.DeskID
	Name       trust.Text
	Site       trust.Text
	SiteNumber int
	Protection string // how the device secret is kept: "machine" or "file"
	Scans      string // the folder that is watched for scans; empty: none
	Scanner    bool   // a scanner can be used from here, if one is attached
}

// Staff is somebody with a sign-in at this desk.
type Staff struct {
	ID        trust.PersonID
	Name      string
	Roles     []trust.Role
	WaitUntil time.Time // no try before then
	Barred    bool      // until a supervisor clears it
	Pending   bool      // keys not yet confirmed by an administrator
}

// Session is who is signed in.
type Session struct {
	Person trust.Person
	Since  time.Time
}

// Has reports whether the person holds a role now.
func (s *Session) Has(role trust.Role, now time.Time) bool {
	return s != nil && s.Person.Holds(role, now)
}

// Link is how the desk stands with the broker.
type Link struct {
	State  string // "never", "online" or "offline"
	Since  time.Time
	Reason string // fault code when offline: "net-offline", "net-captive-portal", …
	Next   time.Time
}

// The states of a [Link].
const (
	LinkNever   = "never"
	LinkOnline  = "online"
	LinkOffline = "offline"
)

// Clock says whether the machine's time can be believed.
type Clock struct {
	Trusted bool
	Reason  string // fault code: "clock-back", "clock-forward"
}

// Settings are the desk's own, without personal data.
type Settings struct {
	Language string  // "en" or "cy"
	Text     float64 // 1.0 to 2.0
	Theme    string  // "light", "dark" or "contrast"
	Camera   string  // the one chosen last, by the system's name for it; empty: the first
}

// Row is one case in a list.
type Row struct {
	ID       casework.ID
	Ref      string
	Resident string // empty until known
	Service  string // policy id, empty until chosen
	State    casework.State
	Outcome  casework.Outcome
	Step     casework.Step // the first unfinished one of an open case
	Returned bool          // a supervisor gave it back
	Waits    bool          // the resident has left and another officer looks at it before it is sent
	Since    time.Time     // of the state
	By       trust.PersonID
	Receipt  bool
	Back     time.Time // by when the resident of a parked case comes back
	Lapsed   bool      // nobody came back in time
	Replaced bool      // by the vouch of a correction
	Corrects string    // reference of the case whose vouch it is to replace
	Wrong    string    // code of what is wrong with that one
}

// Notice is something that wants attention, by code; words are the face's.
type Notice struct {
	Code   string // "outbox-waiting", "training-likeness-ends", "list-stale", "secret-in-file", …
	Params map[string]string
	Where  string // "outbox", "settings", a case id, or empty
}

// StepState is one line of the task list.
type StepState struct {
	Step   casework.Step
	Status string // "not_started", "in_progress", "done", "matches", "signed", "mismatch", "none", "now", "below", "blocked", "optional"
	Done   int    // of Total pieces, for evidence
	Total  int
}

// OpenCase is the case on screen and all that is derived from it.
type OpenCase struct {
	Case      *casework.Case               // a clone
	From      string                       // reference of the case that this one corrects, or tries again
	Drafts    map[string]map[string]string // as typed, by draft key
	Steps     []StepState
	Record    *letter.Record // what the council's letter record holds, if it is here
	Scored    policy.Scored
	Needs     gpg45.Confidence // of the chosen service; empty until chosen
	Next      []gpg45.Next     // coaching, limited to what is needed
	Others    []gpg45.Next     // ways besides [OpenCase.Nearest]
	Instead   policy.Instead   // of the photo document that the nearest way brings
	NoPhoto   bool             // there are documents but none with a photo, and no level is reached without
	Missing   []Reason         // what stands in the way of submitting
	Standing  policy.Standing  // of who acts or speaks for the resident, if anybody does
	Referees  []RefereeLook    // those who count, in the order of the case
	Discloses []Disclosed      // of the proposed vouch
	// Attributes says of everything the service needs how it was checked.
	Attributes []Attribute
	MayDecide  bool   // the signed-in person may approve, return or refuse
	WhyNot     string // fault code when not
	Receipt    *Receipt
	Parcels    []outbox.Parcel
	// Policy is the one that Scored is by: of a submitted case the one that its
	// vouch names. Where another is in use meanwhile, the vouch can be approved
	// until PolicyUntil.
	Policy      *policy.Policy
	PolicyUntil time.Time
	Slips       []SlipLook // the papers that can be printed now
	May         May
	MayTell     bool // an outcome may be told at the counter
	Follows     Following
	Bring       []string // documents that coaching would have the resident bring
}

// Following is what happens next, in words for the resident, and by when; the
// time is zero where nothing more does.
type Following struct {
	Words policy.Text
	By    time.Time
}

// May is what else can be done with the case on screen, by the signed-in person.
type May struct {
	Close         bool      // end it without a vouch, or park it
	Leave         bool      // end the visit while a second look is to be made
	Withdraw      bool      // the resident can still withdraw
	Undo          time.Time // the end of the visit can be taken back until then; zero: not
	Resume        bool
	Retry         bool
	RetryDecision bool // another try is a supervisor's to allow, and nobody has yet
	AllowRetry    bool // the signed-in person is one who can
	Correct       bool
	Reopen        bool // the broker refused its vouch for good
}

// RefereeLook is one referee and what the policy makes of them.
type RefereeLook struct {
	Referee  casework.Referee
	Scored   policy.Scored    // their own identity, scored as a resident's
	Needs    gpg45.Confidence // what it must reach
	Eligible bool             // nothing speaks against them, and nothing is missing that eligibility rests on
	Reasons  []Reason         // why they cannot be the referee: faults of policy.RefereeReasons
	AtSync   []string         // of policy.AtSync: what is "checked at sync"
	Missing  []Reason         // what is still to be recorded
}

// Reason is a coded failure with the step that mends it.
type Reason struct {
	Code    string
	Step    casework.Step
	Item    evidence.ItemID
	Referee casework.RefereeID // whose item it is, or who lacks something
	Where   string
	Params  map[string]string
}

// Disclosed is one attribute or detail that a vouch discloses.
type Disclosed struct {
	Path  string // "claims.given_name", "evidence.0.document_details.document_number"
	Value string
	To    []string // "broker", service ids
}

// Receipt is the broker's answer as the desk verified it.
type Receipt struct {
	JTI        string
	ReceivedAt time.Time
	Index      int64
	Size       int64
	Confidence gpg45.Confidence
	Profiles   []string
	Suspended  []string // codes of the limits it breaks: a person has to settle it
	Uplift     string   // code: "no-source-configured", "not-named", "sources-asked"
}

// LetterLook is what a scanned letter turned out to be.
type LetterLook struct {
	Letter casework.Letter
	Record *letter.Record // when this desk holds the council's record
	Fault  string         // fault code when it does not verify: "letter-expired", …
	Resume casework.ID    // the parked case that the letter belongs to
	Before *Brought       // an ended case that it was brought to before
	Params map[string]string
	At     time.Time
}

// Brought is a case that a letter was brought to and that ended without a vouch.
type Brought struct {
	Case  casework.ID
	Ref   string
	Retry bool // the signed-in person can open another try
	waits bool // for whoever looks, it is with a supervisor
}
