// Package assets holds data that is compiled in: published schemas, our own,
// and the specimen policy. It gives out copies and knows nothing of their
// meaning. Each folder has a README that says where its data comes from.
package assets
