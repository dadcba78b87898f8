// Package check is a list of guided questions of the policy as they are asked
// on a screen: question, how to look, Yes, No or Could not check, and then the
// reason, chosen from those the policy knows.
//
// Nothing is preset, and a question without an answer stays one: [Rows.Wrong]
// names it. What is said is kept as codes ([Said]), so that it can go into a
// draft ([Put], [Take]) and into the case ([Checks]) unchanged. The questions
// and reasons are the policy's own words; the rest is ui/words. It judges no
// answer, and runs on the window's thread only.
package check
