// Package person is the form of who somebody is: name, birth date, address and
// how the council reaches them. The resident's step shows it, and so do the
// steps of those who come with a resident.
//
// A name may be in one part, and stands where the documents have it. Everything
// wrong is told at once, in the order of the page; what only looks odd, such as
// a postcode of no UK form, is pointed out and stops nobody. What is typed can
// be kept as a draft exactly as it is. The package saves nothing, and its
// controls run on the window's thread only.
package person
