package paper

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
