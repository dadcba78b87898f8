package vault

import (
	"os"
	"path/filepath"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"

	"vouchdesk/internal/journal"
)

// FileName is the vault's file in its folder.
const FileName = "vault.db"

const (
	metaBucket   = "meta"
	recordBucket = "records"

	lockWait   = 2 * time.Second
	deviceSize = 32
)

// Vault is one open vault. It must be closed.
type Vault struct {
	cfg    Config
	head   head
	deskID string

	// mu is held for reading by every transaction, and for writing by what
	// changes the file or the keys under them.
	mu       sync.RWMutex
	db       *bolt.DB
	root     []byte // of the desk domain
	desk     *domainKeys
	vaultKey []byte // nil while the staff domain is closed
	staff    *domainKeys
	claimed  bool
	steps    []migration

	slotMu  sync.Mutex   // one try at a time
	blobMu  sync.Mutex   // guards pending
	sweepMu sync.RWMutex // a backup keeps the sweep away
	pending map[BlobName]bool
}

// DefaultKDF is RFC 9106's second recommended choice.
func DefaultKDF() KDF { return KDF{Passes: 3, KiB: 64 << 10, Threads: 4} }

// Exists reports whether there is a vault in a folder.
func Exists(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, FileName))
	return err == nil
}

// Create makes a new, unclaimed vault and opens it.
func Create(cfg Config) (*Vault, error) {
	if err := cfg.check(true); err != nil {
		return nil, err
	}
	if Exists(cfg.Dir) {
		return nil, ErrExists
	}
	if err := os.MkdirAll(filepath.Join(cfg.Dir, blobFolder), cfg.dirMode()); err != nil {
		return nil, failure(err)
	}
	// bbolt can be torn by a power cut during its very first writes: they are
	// made under another name.
	temp := cfg.file() + ".new"
	if err := os.RemoveAll(temp); err != nil {
		return nil, failure(err)
	}
	if err := cfg.begin(temp); err != nil {
		return nil, failure(err)
	}
	if err := os.Rename(temp, cfg.file()); err != nil {
		return nil, failure(err)
	}
	if err := syncDir(cfg.Dir); err != nil {
		return nil, failure(err)
	}
	return Open(cfg)
}

// Open opens a vault's desk domain, checks it, and sweeps blobs nothing names.
func Open(cfg Config) (*Vault, error) { return openWith(cfg, schemaNow, migrations()) }

func openWith(cfg Config, schema uint16, steps []migration) (*Vault, error) {
	if err := cfg.check(false); err != nil {
		return nil, err
	}
	v, err := openFile(cfg)
	if err != nil {
		return nil, err
	}
	if err := v.start(schema, steps); err != nil {
		v.abandon()
		return nil, err
	}
	return v, nil
}

// start opens the desk domain of a file that has been opened.
func (v *Vault) start(schema uint16, steps []migration) error {
	if err := v.readHead(schema); err != nil {
		return err
	}
	sealed, err := v.metaValue(rootName)
	if err != nil {
		return err
	}
	root, err := openRoot(v.cfg.DeviceSecret, sealed, v.head)
	if err != nil {
		return err
	}
	if err := v.openDesk(root); err != nil {
		return err
	}
	if err := v.migrate(schema, steps); err != nil {
		return err
	}
	_, err = v.sweep(true)
	return err
}

// openDesk takes the root key and verifies the whole desk domain under it.
func (v *Vault) openDesk(root []byte) error {
	keys, err := newDomainKeys(root, v.head.vaultID[:], DeskDomain)
	if err != nil {
		return err
	}
	v.root, v.desk = root, keys
	return v.run(false, nil, func(tx *Tx) error {
		if err := tx.verifyDomain(DeskDomain); err != nil {
			return err
		}
		v.deskID = tx.seals[DeskDomain].desk
		if v.cfg.DeskID != "" && v.cfg.DeskID != v.deskID {
			return ErrOtherDesk
		}
		v.claimed, err = tx.Has(state, stateClaimed)
		return err
	})
}

func (v *Vault) readHead(schema uint16) error {
	data, err := v.metaValue(headName)
	if err != nil {
		return err
	}
	if v.head, err = parseHead(data); err != nil {
		return err
	}
	if v.head.schema > schema {
		return ErrNewer
	}
	return nil
}

func (v *Vault) metaValue(name string) (value []byte, err error) {
	err = v.run(false, nil, func(tx *Tx) (err error) {
		defer rescue(&err)
		value = append([]byte{}, tx.meta.Get([]byte(name))...)
		return nil
	})
	return value, err
}

// Close locks and closes.
func (v *Vault) Close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.db == nil {
		return nil
	}
	v.lock()
	err := closeFile(v.db)
	v.db = nil
	if err == nil {
		err = writeCleanMark(v.cfg)
	}
	v.forgetDesk()
	return failure(err)
}

// abandon closes a vault that could not be opened, and leaves no mark: the
// next opening looks as hard.
func (v *Vault) abandon() {
	closeFile(v.db) //nolint:errcheck // the reason for giving up is what counts
	v.db = nil
	v.lock()
	v.forgetDesk()
}

func (v *Vault) forgetDesk() {
	wipe(v.root)
	v.desk.wipe()
}

// State says how far the vault is open.
func (v *Vault) State() State {
	v.mu.RLock()
	defer v.mu.RUnlock()
	switch {
	case v.staff != nil:
		return Unlocked
	case v.claimed:
		return Locked
	default:
		return Unclaimed
	}
}

// DeskID is the desk this vault belongs to.
func (v *Vault) DeskID() string { return v.deskID }

// Lock closes the staff domain and wipes its keys.
func (v *Vault) Lock() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.lock()
}

func (v *Vault) lock() {
	wipe(v.vaultKey)
	v.staff.wipe()
	v.vaultKey, v.staff = nil, nil
}

// begin writes the first state of a vault into a new file.
func (cfg Config) begin(path string) error {
	db, err := openBolt(path, cfg, false)
	if err != nil {
		return err
	}
	defer closeFile(db) //nolint:errcheck // closed below where it matters
	h := head{schema: schemaNow, vaultID: [16]byte(randomBytes(16))}
	if h.device, err = fingerprint(cfg.DeviceSecret, h.vaultID); err != nil {
		return err
	}
	v := &Vault{cfg: cfg, db: db, head: h, root: randomBytes(keySize)}
	if v.desk, err = newDomainKeys(v.root, h.vaultID[:], DeskDomain); err != nil {
		return err
	}
	defer v.forgetDesk()
	root, err := sealRoot(cfg.DeviceSecret, v.root, h.vaultID)
	if err != nil {
		return err
	}
	if err := db.Update(func(btx *bolt.Tx) error {
		_, err := btx.CreateBucket([]byte(metaBucket))
		if err == nil {
			_, err = btx.CreateBucket([]byte(recordBucket))
		}
		return err
	}); err != nil {
		return err
	}
	if err := v.run(true, nil, func(tx *Tx) error {
		tx.seals[DeskDomain] = newSeals(cfg.DeskID)
		if err := tx.setMeta(headName, h.encode()); err != nil {
			return err
		}
		if err := tx.setMeta(rootName, root); err != nil {
			return err
		}
		if err := tx.setHead(journal.Genesis(cfg.DeskID)); err != nil {
			return err
		}
		return tx.unclaim()
	}); err != nil {
		return err
	}
	return closeFile(db)
}
