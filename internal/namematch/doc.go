// Package namematch compares two names as documents write them.
//
// [Compare] says same, compatible or differs. Same is letter for letter after
// folding case, accents, punctuation and spaces, in the same order and with
// the same division into given and family name. Compatible is a difference
// with a reason that is known of documents and not of people: the family name
// first, a passport's transliteration, an initial, a middle name left out. It
// says which ([Code]), and a person looks. Everything else differs, a maiden
// name as much as a stranger's: then somebody is asked.
//
// A false same is worse than a question, so no rule makes two different
// letters the same, a name that needs more than three reasons differs, and
// what is not known (a script without a table here, such as Chinese beside
// Latin) differs. Compatible is no proof that two names are one person's.
//
// Where the rules come from: transliteration from ICAO Doc 9303 part 3,
// section 6; the rest are customs of naming, each with its rows in the test.
//
// The package is pure, holds no state, never fails and never panics, whatever
// the text; Compare(a, b) is Compare(b, a). It knows nothing of evidence,
// policy or what follows from a verdict.
package namematch
