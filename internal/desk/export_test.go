package desk

import "vouchdesk/internal/trust"

// Trusted is the trust list in use.
func (d *Desk) Trusted() *trust.List { return d.list.Load() }
