// Package caseworktest makes complete cases of invented residents, the orders
// to sign them, and vouches with approval and receipt, for tests only.
//
// Everything but keys, salts and signatures is the same in every run. It fails
// the test where something does not work.
package caseworktest
