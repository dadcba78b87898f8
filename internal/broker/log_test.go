package broker_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/client"
	"golang.org/x/mod/sumdb/note"

	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/trust"
)

// TestTilesServeTessera reads the log with Tessera's own client: our tiles are
// the C2SP ones, or it finds no proof.
func TestTilesServeTessera(t *testing.T) {
	c := newTown(t)
	const leaves = 300 // more than one full tile
	for i := range leaves {
		c.leaf(i)
	}
	p := c.propose(c.order(c.aCase(1), 1))
	receipt := c.send(p, c.approve(p, 1)).Body
	if receipt.Log.Index != leaves || receipt.Log.Size != leaves+1 {
		t.Fatalf("log %d of %d", receipt.Log.Index, receipt.Log.Size)
	}
	fetcher, err := client.NewHTTPFetcher(must[*url.URL](t)(url.Parse(c.http.URL+"/log/")), c.http.Client())
	do(t, err)
	verifier := must[note.Verifier](t)(note.NewVerifier(c.list.Current(trust.UseCheckpoint, c.now)[0].Note))
	checkpoint, _, _, err := client.FetchCheckpoint(c.ctx, fetcher.ReadCheckpoint, verifier, verifier.Name())
	do(t, err)
	builder, err := client.NewProofBuilder(c.ctx, checkpoint.Size, fetcher.ReadTile)
	do(t, err)
	for _, index := range []uint64{0, 255, 256, leaves} {
		path, err := builder.InclusionProof(c.ctx, index)
		do(t, err)
		bundle, err := client.GetEntryBundle(c.ctx, fetcher.ReadEntryBundle, index/256, checkpoint.Size)
		do(t, err)
		leaf := rfc6962.DefaultHasher.HashLeaf(bundle.Entries[index%256])
		if err := proof.VerifyInclusion(rfc6962.DefaultHasher, index, checkpoint.Size, leaf, path, checkpoint.Hash); err != nil {
			t.Errorf("leaf %d: %v", index, err)
		}
	}
}

// leaf puts a leaf into the log the way an approval does.
func (c *town) leaf(i int) {
	c.t.Helper()
	jti := "urn:uuid:leaf-" + string(rune('a'+i%26)) + c.newID()
	got := must[[]int](c.t)(c.store.Lease(c.ctx, "another", []int{2_000_000 + i}, 1, c.now))
	_, _, err := c.store.PutVouch(c.ctx, brokerstore.Vouch{JTI: jti, SHA256: jti, Desk: "another", Seq: int64(2 * i), Index: got[0]})
	do(c.t, err)
	_, _, err = c.store.Approve(c.ctx, brokerstore.Approval{VouchJTI: jti, JTI: jti, Leaf: []byte(jti), At: c.now})
	do(c.t, err)
}

func TestLogRefuses(t *testing.T) {
	c := newTown(t)
	for _, path := range []string{
		"/log/tile/0/000", "/log/tile/0/000.p/200", "/log/tile/9/000", "/log/tile/x/000", "/log/tile/0/../../x",
		"/log/tile/entries/999", "/log/tile/-1/000", "/log/tile/63/x999/999", "/log/tile/0/x999/x999/x999/x999/999",
	} {
		req := must[*http.Request](t)(http.NewRequestWithContext(context.Background(), http.MethodGet, c.http.URL, http.NoBody))
		req.URL.Path = path
		resp := must[*http.Response](t)(c.http.Client().Do(req))
		body := must[[]byte](t)(io.ReadAll(resp.Body))
		do(t, resp.Body.Close())
		if resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d %q", path, resp.StatusCode, body)
		}
	}
}
