// Package changes words what differs between two versions of the policy, for
// the desk's screens and for vouchctl alike: "Birth certificate: strength 2 ->
// 1". It decides nothing: the differences are [policy.Diff]'s, the names in
// them the policy's own, and everything else comes from the words.
//
// Every member a policy can have has a word in both languages; a test holds
// that, so that no change is shown by its place in a file. Pure, safe for
// concurrent use, and without Fyne.
package changes
