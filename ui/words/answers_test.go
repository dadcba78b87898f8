package words_test

import (
	"testing"

	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/words"
)

func TestAnswersFollowTheQuestion(t *testing.T) {
	for question, want := range map[string][2]string{
		"Ai hwn yw'r person yn y llun?":                             {"Ie", "Nage"},
		"A yw'r llun yn ei le cywir ac yn rhan o'r ddogfen?":        {"Ydy", "Nac ydy"},
		"O dan olau uwchfioled, a yw'n edrych fel y mae'r templed?": {"Ydy", "Nac ydy"},
		"A ydynt ymhlith staff yr achos hwn?":                       {"Ydynt", "Nac ydynt"},
		"A oes cofnod gan yr anfonwr sy'n cadarnhau'r enw?":         {"Oes", "Nac oes"},
		"A ddarllenwyd y sglodyn, gyda llofnod cywir?":              {"Do", "Naddo"},
		"A welwyd y preswylydd ar ei ben ei hun?":                   {"Do", "Naddo"},
		"A allech weld yr wyneb yn ddigon clir?":                    {"Gallwn", "Na allwn"},
		"A yw hwn yn gwbl wreiddiol, ai copi?":                      {"Ydy", "Nac ydy"},
		"Pwy?":                                                      {"Ie", "Na"},
	} {
		if yes, no := open(t).In(words.Welsh).Answers(question); yes != want[0] || no != want[1] {
			t.Errorf("%s %s / %s, want %s / %s", question, yes, no, want[0], want[1])
		}
		if yes, no := open(t).In(words.English).Answers(question); yes != "Yes" || no != "No" {
			t.Errorf("%s %s / %s", question, yes, no)
		}
	}
}

// TestEveryCheckHasItsAnswer: no check of the policy is answered with a word
// that fits no question.
func TestEveryCheckHasItsAnswer(t *testing.T) {
	p, w := trusttest.Policy(t), open(t).In(words.Welsh)
	asked := p.Likeness.Checks
	for _, d := range p.Documents {
		asked = append(asked, d.Checks...)
	}
	for _, c := range asked {
		if _, no := w.Answers(c.Question.Cy); no == "Na" {
			t.Errorf("no answer fits %q", c.Question.Cy)
		}
	}
}
