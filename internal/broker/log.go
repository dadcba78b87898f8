package broker

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/fault"
)

// batch is how many leaves one signed head takes in at most.
const batch = 4096

// logOrigin names the log in its checkpoints: the broker's identifier without
// its scheme.
func logOrigin(broker string) string {
	u, err := url.Parse(broker)
	if err != nil || u.Host == "" {
		return broker + "/log"
	}
	return strings.TrimSuffix(u.Host+u.Path, "/") + "/log"
}

// hashes reads tree hashes from the store.
func (s *Server) hashes(ctx context.Context) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		raw, err := s.store.Hashes(ctx, indexes)
		if err != nil {
			return nil, err
		}
		all := make([]tlog.Hash, len(raw))
		for i, h := range raw {
			all[i] = h
		}
		return all, nil
	})
}

// integrate brings the log's signed head to at least a size and returns it.
// One caller at a time does the work, for all leaves that wait; the others find
// it done. A second server over the same store is told apart by the store.
func (s *Server) integrate(ctx context.Context, r brokerstore.Registry, size int64) (brokerstore.Head, error) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return brokerstore.Head{}, ctx.Err()
	}
	for {
		head, err := s.store.Head(ctx)
		if err != nil {
			return head, err
		}
		if head.Note != "" && head.Size >= size {
			return head, nil
		}
		next, err := s.step(ctx, r, head)
		switch {
		case fault.Code(err) == brokerstore.ErrNotNext.Code:
			continue // another server was faster: look again
		case err != nil:
			return next, err
		case next.Size == head.Size && next.Size < size:
			return next, broken(brokerstore.ErrNotFound.At("log leaf"))
		}
	}
}

// step takes in the leaves that wait and signs the head over them.
func (s *Server) step(ctx context.Context, r brokerstore.Registry, head brokerstore.Head) (brokerstore.Head, error) {
	leaves, err := s.store.Leaves(ctx, head.Size, batch)
	if err != nil {
		return head, err
	}
	var fresh [][32]byte
	first := tlog.StoredHashCount(head.Size)
	old := s.hashes(ctx)
	// Hashes made in this step are not in the store yet.
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		all := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			if index >= first {
				all[i] = fresh[index-first]
				continue
			}
			got, err := old.ReadHashes([]int64{index})
			if err != nil {
				return nil, err
			}
			all[i] = got[0]
		}
		return all, nil
	})
	for i, leaf := range leaves {
		made, err := tlog.StoredHashesForRecordHash(head.Size+int64(i), tlog.RecordHash(leaf), reader)
		if err != nil {
			return head, broken(err)
		}
		for _, h := range made {
			fresh = append(fresh, h)
		}
	}
	next := brokerstore.Head{Size: head.Size + int64(len(leaves))}
	root, err := tlog.TreeHash(next.Size, reader)
	if err != nil {
		return head, broken(err)
	}
	next.Root = root
	if next.Note, err = s.checkpoint(r, next); err != nil {
		return head, err
	}
	return next, s.store.Integrate(ctx, head.Size, fresh, next)
}

// checkpoint signs a head in the C2SP tlog-checkpoint form.
func (s *Server) checkpoint(r brokerstore.Registry, h brokerstore.Head) (string, error) {
	origin := logOrigin(r.Broker)
	by, _, err := newNoteSigner(s.keys, origin)
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf("%s\n%d\n%s\n", origin, h.Size, base64.StdEncoding.EncodeToString(h.Root[:]))
	signed, err := note.Sign(&note.Note{Text: text}, by)
	if err != nil {
		return "", ErrKeys.Because(err)
	}
	return string(signed), nil
}

func (s *Server) getLogHead(ctx context.Context, c *call) (answer, error) {
	head, err := s.integrate(ctx, c.registry, 0)
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, media: brokerapi.MediaText, body: []byte(head.Note)}, nil
}

// tileHeight is fixed by C2SP tlog-tiles.
const tileHeight = 8

// getLogTile serves tiles and entry bundles of the signed tree.
func (s *Server) getLogTile(ctx context.Context, c *call) (answer, error) {
	path := c.PathValue("tile")
	head, err := s.store.Head(ctx)
	if err != nil {
		return answer{}, err
	}
	// x/mod writes the height where C2SP leaves it out, and "data" for "entries".
	if rest, ok := strings.CutPrefix(path, "entries/"); ok {
		path = "data/" + rest
	}
	tile, err := tlog.ParseTilePath("tile/" + strconv.Itoa(tileHeight) + "/" + path)
	if err != nil || tile.H != tileHeight {
		return answer{}, ErrNoRoute
	}
	// Compared by shifting the size down: shifting the tile up could overflow.
	level := max(tile.L, 0)
	if level > 7 || tile.N > head.Size || tile.N<<tileHeight+int64(tile.W) > head.Size>>(level*tileHeight) {
		return answer{}, brokerstore.ErrNotFound.At("tile")
	}
	var data []byte
	if tile.L < 0 {
		data, err = s.entries(ctx, tile)
	} else {
		data, err = tlog.ReadTileData(tile, s.hashes(ctx))
	}
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, media: brokerapi.MediaSealed, body: data}, nil
}

// entries is an entry bundle: each leaf behind its length.
func (s *Server) entries(ctx context.Context, tile tlog.Tile) ([]byte, error) {
	leaves, err := s.store.Leaves(ctx, tile.N<<tileHeight, tile.W)
	if err != nil {
		return nil, err
	}
	if len(leaves) < tile.W {
		return nil, brokerstore.ErrNotFound.At("tile")
	}
	var data []byte
	for _, leaf := range leaves {
		data = binary.BigEndian.AppendUint16(data, uint16(len(leaf)))
		data = append(data, leaf...)
	}
	return data, nil
}
