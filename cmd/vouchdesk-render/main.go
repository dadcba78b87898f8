// Command vouchdesk-render renders one page of one untrusted document: a
// request on standard input, a page on standard output.
package main

func main() {}
