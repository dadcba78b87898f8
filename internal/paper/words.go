package paper

import "vouchdesk/internal/resident"

// What the letter says, Welsh first as the Welsh Language Standards ask. The
// first line of each is its heading; % is the last day.
var (
	cymraeg = []string{
		"Eich cod ar gyfer profi pwy ydych chi",
		"Dewch â'r llythyr hwn i unrhyw lyfrgell neu ganolfan y cyngor, gydag unrhyw bapurau sydd gennych yn dangos eich enw.",
		"Nid oes angen pasbort, ffôn nac e-bost arnoch. Os nad oes gennych bapurau, dewch beth bynnag: gallwn helpu.",
		"Defnyddiwch y llythyr erbyn %.",
	}
	english = []string{
		"Your code for proving who you are",
		"Bring this letter to any library or council office, with any papers you have that show your name.",
		"You do not need a passport, a phone or e-mail. If you have no papers, come anyway: we can help.",
		"Use this letter by %.",
	}
)

const (
	typedCy = "Os na ellir darllen y llun, teipiwch:"
	typedEn = "If the picture cannot be read, type:"
)

// What slips say. Residents' wording stays plain: no codes, no scores, no level.
var (
	headSlip    = Pair{"About your visit", "Am eich ymweliad"}
	headReceipt = Pair{"Your vouch was issued", "Cyhoeddwyd eich tystiad"}
	headReferee = Pair{"Your statement for somebody else", "Eich datganiad dros rywun arall"}

	labelRef      = Pair{"Reference", "Cyfeirnod"}
	labelDay      = Pair{"Date", "Dyddiad"}
	labelService  = Pair{"For", "Ar gyfer"}
	labelSeen     = Pair{"What we saw", "Yr hyn a welsom"}
	labelNext     = Pair{"What happens next", "Beth sy'n digwydd nesaf"}
	labelBring    = Pair{"Please bring", "Dewch â"}
	labelBringBy  = Pair{"Come back by", "Dewch yn ôl erbyn"}
	labelHear     = Pair{"How you will hear", "Sut y byddwch yn clywed"}
	labelContact  = Pair{"To ask us", "I ofyn i ni"}
	labelReturned = Pair{"Your papers", "Eich papurau"}
	labelVouch    = Pair{"Vouch", "Tystiad"}
	labelIssued   = Pair{"Issued", "Cyhoeddwyd"}
	labelShared   = Pair{"What the service is told", "Yr hyn a ddywedir wrth y gwasanaeth"}
	labelUntil    = Pair{"Good until", "Yn ddilys tan"}
	labelNotice   = Pair{"What happens with your details", "Beth sy'n digwydd i'ch manylion"}

	textReturned = Pair{"You had every document back today.", "Cawsoch bob dogfen yn ôl heddiw."}
	textNone     = Pair{"Nothing yet", "Dim eto"}

	howTo = map[resident.How]Pair{
		resident.Post:    {"By post.", "Drwy'r post."},
		resident.Phone:   {"By phone.", "Dros y ffôn."},
		resident.Email:   {"By e-mail.", "Drwy e-bost."},
		resident.Collect: {"You ask us here, with this slip.", "Byddwch yn gofyn i ni yma, gyda'r slip hwn."},
	}

	attributes = map[string]Pair{
		"name":      {"Your name", "Eich enw"},
		"birthdate": {"Your date of birth", "Eich dyddiad geni"},
		"address":   {"Your address", "Eich cyfeiriad"},
	}

	misoedd = [...]string{
		"Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin",
		"Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
	}
)

const (
	byEn = "By %s at the latest."
	byCy = "Erbyn %s fan bellaf."
)
