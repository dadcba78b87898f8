package namematch

import (
	"slices"
	"strings"
	"sync"
)

// slashed are abbreviations that would fall apart at their stroke.
var slashed = [...][2]string{
	{"s/o", "bin"},
	{"d/o", "binti"},
	{"a/l", "bin"},
	{"a/p", "binti"},
	{"w/o", "binti"},
	{"bte", "binti"},
	{"bt", "binti"},
	{"bin.", "bin"},
	{"b.", "bin"},
}

func list(s string) []string { return strings.Fields(s) }

// particles may be left out of a name that has other words.
var particles = list(`van der den de het t ten ter te von vom zu zur zum af av del della dello dei degli di da do das dos du
	des la la le les lo los y e i und al el ul ur as ash ad ud an bin ibn ben bint binti binte bar ap ab ferch verch uch
	o ni nic mhic ui ua mac bean st san santa d l`)

// titles stand before a name and are none of it.
var titles = list(`mr mrs ms miss mx dr prof professor rev revd reverend sir dame lady haji hajji hajja smt shri
	mst mosammat syr capt captain cllr herr frau monsieur madame mme`)

// honours stand behind it.
var honours = list("obe mbe cbe phd esq kc qc dphil msc bsc")

// suffixes tell generations apart: they may be left out, never changed.
var suffixes = map[string]string{
	"jr": "jr", "jnr": "jr", "junior": "jr", "sr": "sr", "snr": "sr", "senior": "sr",
	"ii": "ii", "iii": "iii", "iv": "iv", "2nd": "ii", "3rd": "iii", "filho": "filho", "neto": "neto", "sobrinho": "sobrinho",
}

// fillers stand where there is no name (ICAO Doc 9303, and the usage of
// consulates).
var fillers = list("xxx xx xxxx fnu lnu nfn nln nmn noname unknown")

// spellings are names from other scripts of which several spellings are in
// daily use. They are one name in their own script, and no proof of one person.
var spellings = [...][]string{
	list("mohammed muhammad mohammad mohamed muhammed mohamad muhamad mohamud muhammet mehmed mehmet mohd md mohamet mahamed maxamed"),
	list("ahmed ahmad ahmet achmad ahmadu axmed"),
	list("hussain husain hussein hossain hossein husein huseyin hoque houssein xuseen"),
	list("hassan hasan hassen xasan"),
	list("ali aly alie cali"),
	list("omar umar omer umer cumar"),
	list("osman uthman othman usman ousmane cusmaan"),
	list("yusuf yousef youssef yousuf yusef yusif yousif yuusuf"),
	list("ibrahim ebrahim ibraheem brahim ibrahima"),
	list("ismail ismael esmail ismaeel smail ismaaciil"),
	list("abdul abdal abdel abdur abdus abdud abdun abdoul abdil"),
	list("abdullah abdulla abdallah abdellah abdoulaye cabdullaahi abdullahi"),
	list("abdulrahman abdurrahman abdelrahman abdalrahman abdurahman abdirahman abdolrahman abdulrehman abdurrehman"),
	list("rahman rehman rahmaan"),
	list("fatima fatimah fatema fatma fathima faatima fatemeh"),
	list("aisha ayesha aysha aishah aicha ayisha caasha"),
	list("khadija khadijah khadeeja hadija hatice"),
	list("zainab zaynab zeinab zaineb zeynab"),
	list("maryam mariam meryem maryem"),
	list("saeed said saied sayeed saiid"),
	list("syed sayed sayyid sayyed saiyed syyed seyed"),
	list("sheikh shaikh sheik shaykh shekh cheikh"),
	list("chaudhry choudhury chowdhury chaudhary choudhary choudhry chaudhuri chaudry"),
	list("begum begom begam beghum"),
	list("akhtar akter akther akhter aktar"),
	list("uddin udin eddin aldin eldin addin ddin"),
	list("miah mia miya mian"),
	list("qureshi quraishi koreshi qureishi kureshi"),
	list("siddiqui siddiqi siddique siddiquee sidiqi"),
	list("khalid khaled haled"),
	list("tariq tarek tareq tarik"),
	list("jamal gamal djamel jamaal"),
	list("iqbal eqbal ikbal"),
	list("nasir naser nasser"),
	list("mahmud mahmoud mahmood mehmood"),
	list("mustafa mostafa moustafa mustapha mostofa"),
	list("rashid rasheed rachid rashed"),
	list("sergei sergey serguei sergej sergeij"),
	list("alexei alexey aleksei aleksey aleksej alexej"),
	list("andrei andrey andrej"),
	list("dmitry dmitri dmitriy dmitrii dmitrij dmitrijs"),
	list("yevgeny evgeny evgenii yevgeniy evgeniy evgeni jevgenij eugeny"),
	list("yuri yury iurii yuriy jurij juri iouri"),
	list("natalia natalya nataliia nataliya natalija natalja"),
	list("tatiana tatyana tatjana"),
	list("yulia iuliia yuliya yuliia julija"),
	list("ekaterina yekaterina jekaterina"),
	list("aleksandr alexandr"),
	list("yiannis giannis ioannis iannis yannis"),
	list("giorgos georgios yiorgos yorgos"),
	list("singh sing"),
	list("lakshmi laxmi lakshmy luxmi"),
	list("krishna krisna"),
	list("choi choe"), list("park bak pak"), list("jung jeong"),
}

// groups tells of each spelling which name it is; no spelling is in two.
var groups = sync.OnceValue(func() map[string]int {
	all := map[string]int{}
	for i, group := range spellings {
		for _, s := range group {
			all[s] = i + 1
		}
	}
	return all
})

// spelt reports whether both are usual spellings of one name.
func spelt(a, b string) bool { return groups()[a] != 0 && groups()[a] == groups()[b] }

// genders are the endings of family names that differ for a man and a woman.
var genders = [...][2]string{
	{"ov", "ova"},
	{"ev", "eva"},
	{"yov", "yova"},
	{"in", "ina"},
	{"sky", "skaya"},
	{"skiy", "skaya"},
	{"skii", "skaia"},
	{"ski", "ska"},
	{"cki", "cka"},
	{"dzki", "dzka"},
	{"sky", "ska"},
	{"ny", "na"},
	{"opoulos", "opoulou"},
	{"idis", "idou"},
	{"akis", "aki"},
	{"ak", "akova"},
	{"ek", "kova"},
	{"ов", "ова"},
	{"ев", "ева"},
	{"ин", "ина"},
	{"ский", "ская"},
}

func gendered(a, b string) bool {
	for _, g := range genders {
		for _, pair := range [][2]string{{a, b}, {b, a}} {
			one, ok := strings.CutSuffix(pair[0], g[0])
			other, too := strings.CutSuffix(pair[1], g[1])
			if ok && too && one == other && len([]rune(one)) >= 3 {
				return true
			}
		}
	}
	return false
}

// fathers are the endings of patronymics.
var fathers = list(`ovich evich ovych evych ovna evna ivna yivna sson sdottir ogly oglu qizi kyzy ович евич овна евна івна`)

func patronymic(s string) bool {
	return slices.ContainsFunc(fathers, func(end string) bool {
		return strings.HasSuffix(s, end) && len([]rune(s)) > len([]rune(end))+1
	})
}

// macs begin Irish and Scottish family names. The rest has to be long enough
// not to be Macy or Mack.
var macs = [...]string{"mac", "mc", "mag"}

func withoutMac(s string) (string, bool) {
	for _, m := range macs {
		if rest, ok := strings.CutPrefix(s, m); ok && len([]rune(rest)) >= 3 {
			return rest, true
		}
	}
	return "", false
}

// irish are the words before a family name by whom it is borne: a son, a
// daughter, a wife.
var irish = [...][]string{list("o ua ni ui"), list("mac mc mag nic mhic nig")}

// unlenited takes back the h that the name after such a word gets.
func unlenited(s string) string {
	r := []rune(s)
	if len(r) > 3 && r[1] == 'h' && strings.ContainsRune("bcdfgmpst", r[0]) {
		return string(r[0]) + string(r[2:])
	}
	return s
}
