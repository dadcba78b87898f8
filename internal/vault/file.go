package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"

	"vouchdesk/internal/fault"
)

const (
	cleanName = "vault.clean"

	// The smallest file bbolt makes: two metas, a freelist, a leaf. A shorter
	// one was cut; bbolt would take an empty one for new.
	leastFile = 4 * 4096
)

var errConfig = fault.New(fault.Internal, "vault-config")

func (cfg *Config) check(create bool) error {
	switch {
	case cfg.Dir == "" || cfg.Now == nil:
		return errConfig
	case len(cfg.DeviceSecret) != deviceSize:
		return errConfig.At("device secret")
	case create && cfg.DeskID == "":
		return errConfig.At("desk id")
	}
	if cfg.KDF == (KDF{}) {
		cfg.KDF = DefaultKDF()
	}
	return nil
}

func (cfg Config) file() string { return filepath.Join(cfg.Dir, FileName) }

func (cfg Config) dirMode() os.FileMode {
	if cfg.Shared {
		return 0o770 | os.ModeSetgid
	}
	return 0o700
}

func (cfg Config) fileMode() os.FileMode {
	if cfg.Shared {
		return 0o660
	}
	return 0o600
}

// openFile locks, checks and opens the file; nothing is read as a record yet.
func openFile(cfg Config) (*Vault, error) {
	info, err := os.Stat(cfg.file())
	if err != nil {
		return nil, failure(err)
	}
	if info.Size() < leastFile {
		return nil, ErrDamaged.At("file")
	}
	if err := inspect(cfg); err != nil {
		return nil, failure(err)
	}
	db, err := openBolt(cfg.file(), cfg, false)
	if err != nil {
		return nil, failure(err)
	}
	v := &Vault{cfg: cfg, db: db, pending: map[BlobName]bool{}}
	if err := v.uncut(info.Size()); err != nil {
		v.abandon()
		return nil, err
	}
	// From here on the file is in use; only Close says that it was left whole.
	if err := os.Remove(cfg.cleanFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		v.abandon()
		return nil, failure(err)
	}
	return v, nil
}

// inspect has the structure checked if the file is not byte for byte what the
// last Close left. A shared lock keeps other users of the vault out meanwhile.
func inspect(cfg Config) error {
	if cfg.Checker == nil {
		return nil
	}
	db, err := openBolt(cfg.file(), cfg, true)
	if err != nil {
		return err
	}
	clean, err := isClean(cfg)
	if err == nil && !clean {
		if err = cfg.Checker(cfg.file()); err != nil && fault.Of(err) != fault.Unavailable {
			err = ErrDamaged.At("file").Because(err)
		}
	}
	return errors.Join(err, closeFile(db))
}

// uncut finds a file shorter than its own pages say: reading beyond its end
// would fault.
func (v *Vault) uncut(size int64) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer rescue(&err)
	return v.db.View(func(btx *bolt.Tx) error {
		if btx.Size() > size {
			return ErrDamaged.At("file")
		}
		return checkLengths(btx)
	})
}

// openBolt opens with a time limit, and survives a file whose pages make bbolt
// panic or fault; the file handle is closed then too, so that its lock goes.
func openBolt(path string, cfg Config, readOnly bool) (db *bolt.DB, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	var file *os.File
	defer func() {
		if err != nil && file != nil {
			// Closed already, unless bbolt panicked. Then its map of the file is
			// left, and would keep the lock as long as the process lives.
			unlock(file)
			file.Close() //nolint:errcheck // there is an error already
		}
	}()
	defer rescue(&err)
	return bolt.Open(path, cfg.fileMode(), &bolt.Options{
		Timeout:         lockWait,
		ReadOnly:        readOnly,
		PreLoadFreelist: readOnly && cfg.Dir == "",
		FreelistType:    bolt.FreelistMapType,
		MaxSize:         int(cfg.MaxBytes),
		NoStatistics:    true,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			f, err := os.OpenFile(name, flag, mode)
			file = f
			return f, err
		},
	})
}

func closeFile(db *bolt.DB) (err error) {
	defer rescue(&err)
	return db.Close()
}

// CheckFile checks the structure of a vault file. A damaged file can end the
// process: it is for the hidden command that Config.Checker starts.
func CheckFile(path string) (err error) {
	db, err := openBolt(path, Config{}, true)
	if err != nil {
		return failure(err)
	}
	defer func() { err = errors.Join(err, closeFile(db)) }()
	defer rescue(&err)
	return db.View(func(btx *bolt.Tx) error {
		if err := checkLengths(btx); err != nil {
			return err
		}
		// The first finding is enough. What is left of the check waits for ever,
		// harmless in a process that ends.
		if finding, found := <-btx.Check(); found {
			return ErrDamaged.At("file").Because(finding)
		}
		return nil
	})
}

// checkLengths finds a page longer than the file. bbolt walks every page of such
// a length, in its check and when it frees one: two thousand million of them
// where the top bit flipped.
func checkLengths(btx *bolt.Tx) error {
	end := int(btx.Size()) / btx.DB().Info().PageSize
	for id := 0; id < end; id++ {
		page, err := btx.Page(id)
		if err != nil || page == nil {
			return ErrDamaged.At("file").Because(err)
		}
		if page.Type == "free" {
			continue
		}
		if id += page.OverflowCount; id >= end || page.OverflowCount < 0 {
			return ErrDamaged.At("file")
		}
	}
	return nil
}

func (cfg Config) cleanFile() string { return filepath.Join(cfg.Dir, cleanName) }

// cleanMark is a keyed hash of the whole file.
func cleanMark(cfg Config) ([]byte, error) {
	key, err := derive(cfg.DeviceSecret, nil, "clean mark")
	if err != nil {
		return nil, err
	}
	f, err := os.Open(cfg.file())
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	mac := hmac.New(sha256.New, key)
	if _, err := io.Copy(mac, f); err != nil {
		return nil, err
	}
	return mac.Sum(nil), nil
}

func isClean(cfg Config) (bool, error) {
	was, err := os.ReadFile(cfg.cleanFile())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	is, err := cleanMark(cfg)
	return hmac.Equal(was, is), err
}

func writeCleanMark(cfg Config) error {
	mark, err := cleanMark(cfg)
	if err != nil {
		return err
	}
	return writeFile(cfg.cleanFile(), cfg.fileMode(), mark)
}

// writeFile replaces a small file as a whole.
func writeFile(path string, mode os.FileMode, data []byte) error {
	temp := path + ".new"
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(temp, path)
}
