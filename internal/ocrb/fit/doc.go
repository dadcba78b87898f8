// Command fit makes the weights of internal/ocrb/glyphs from lines of
// machine-readable zones with their text (name.tif beside name.gt.txt), such
// as those of DoubangoTelecom/tesseractMRZ: see internal/ocrb/fit/fetch and
// `make fit-ocrb DATA=dir`. A person runs it; nothing of it is in a program
// that is installed, and none of the lines is kept in the project.
//
// Each line is cut into its cells. What is learnt from is never the clean
// cell: it is drawn smaller, blurred, unevenly lit, over print and noise, a
// little off its place and packed like a JPEG, afresh each time. One line in
// ten, by the picture it was cut from, is held out and only judged. Lines that
// share text with a picture the reader is measured on are left out altogether
// (-measured). One seed gives the same weights on the same kind of processor.
package main
