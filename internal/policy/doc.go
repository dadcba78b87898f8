// Package policy is the council's rules as data: which documents count and for
// how much, the questions an officer is guided through, what training allows,
// what each service needs, and every period and limit. [Decode] reads one
// version; [Policy.Score] applies it to what was found.
//
// Invariants. A Policy that Decode returned is whole: every reference in it
// resolves, every text has English and Welsh, every value names its source and
// every source says whether it is published, older or an example. It is never
// changed afterwards. Scores come from the answers, the officer's training and
// the broker's check only, never from judgement. What is unknown stays
// unknown: a document without a listed strength gets the policy's default and
// a flag that says so. Flags are signals, never accusations, and never change
// a score.
//
// The desk and the broker call the same Score with the same findings and get
// the same answer.
//
// It does not verify the token that carries the policy, does not know which
// version is newest, and words nothing but its own texts: reasons and flags
// are codes ([Reasons], [Flags]).
//
// Pure: no input or output, no clock. Safe for concurrent use. Errors are
// [fault.Error], joined where there are several, each with its place.
package policy
