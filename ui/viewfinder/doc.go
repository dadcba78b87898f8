// Package viewfinder is looking through a camera: a panel over the screen with
// the live picture, a frame to hold a letter or a document in, and words for
// what is wrong with the light or the hand.
//
// A letter's code is taken by itself as soon as it can be read; a document
// when the officer presses Space or Enter. Esc closes. Where there is no
// picture the panel says why and what to do, and a camera that is plugged in
// is found within seconds. The camera is on only while the panel is open and
// its window in front: closing, locking and leaving all stop it. The choice of
// camera is the desk's and stays.
//
// Frames come from another process and are dropped there while the window is
// busy; nothing here waits on the window's thread. Nothing is stored: a still
// is handed to the screen as any other document.
package viewfinder
