package brokerstore_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"
	"go.uber.org/goleak"

	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/brokerstore/storetest"
	"vouchdesk/internal/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t testing.TB, path string) brokerstore.Store {
	t.Helper()
	s, err := brokerstore.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t testing.TB) brokerstore.Store { return open(t, filepath.Join(t.TempDir(), "broker.db")) })
}

func TestWhatIsKeptOutlivesTheProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "broker.db")
	s := open(t, path)
	doc := brokerstore.Doc{Kind: brokerstore.DocRoot, Version: 1, Token: "token"}
	if err := errors.Join(s.Publish(t.Context(), doc), s.Close()); err != nil {
		t.Fatal(err)
	}
	s = open(t, path)
	defer func() { _ = s.Close() }()
	if got, err := s.Published(t.Context(), brokerstore.DocRoot); err != nil || got.Token != "token" {
		t.Errorf("%v, %v", got, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestOpenRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "broker.db")
	s := open(t, path)
	if _, err := brokerstore.Open(path); !errors.Is(err, brokerstore.ErrBusy) {
		t.Errorf("a second process: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error { return tx.Bucket([]byte("meta")).Put([]byte("format"), []byte("2")) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := brokerstore.Open(path); !errors.Is(err, brokerstore.ErrFormat) {
		t.Errorf("a later version's file: %v", err)
	}
	if err := os.WriteFile(path, []byte("not a store"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := brokerstore.Open(path); fault.Of(err) != fault.Internal {
		t.Errorf("not a store: %v", err)
	}
}
