// The oracle answers questions about the behaviour of Go's libcni v1.3.0, so that the TypeScript engine can be
// compared with it. It reads one JSON request per line on standard input and writes one JSON answer per line on
// standard output, in the same order. See ../README.md for how it is used.
//
// Bytes travel as strings: as they are when they are valid UTF-8, else as "base64:" and the base64 of them.
package main
