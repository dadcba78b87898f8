// Package prepare is "Prepare the picture": what an officer does with a
// document from any source before it becomes evidence.
//
// They choose the page, turn it, crop it and black out what is not to be kept,
// by mouse or by keyboard alone, and see what the program has noticed about the
// picture: advice in words, which refuses nothing. Nothing of the document is
// kept until they say so, and then one page as its edit has it, drawn afresh by
// the worker, whose own drawing is also what "As it will be kept" shows.
//
// It lies over the window; a lock takes it away, and what was not kept is gone.
// It holds the document in memory and hands it to nothing but the desk. It
// works offline like everything at the counter. Slow work runs elsewhere.
package prepare
