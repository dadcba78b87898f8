package desk_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if os.Getenv(victimDir) != "" { // this process is one that will be killed
		os.Exit(beVictim())
	}
	goleak.VerifyTestMain(m)
}
