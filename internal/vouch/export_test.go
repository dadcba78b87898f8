package vouch

// AgainstSchemas lets tests hold a payload against the closed schemas alone,
// past the strict reading that would refuse it earlier.
var AgainstSchemas = againstSchemas
