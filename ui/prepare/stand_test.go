package prepare_test

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"strings"
	"sync"
	"testing"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/paper"
	"vouchdesk/ui/component"
	"vouchdesk/ui/prepare"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/uitest"
)

// stand is a document being prepared over a window with a button on it.
type stand struct {
	*screentest.Frame
	prepare *prepare.Prepare

	pages   []*image.RGBA
	codes   []string
	pageErr error // of reading
	keepErr error
	stuck   bool // until it is stopped
	spreads bool
	partial bool
	asked   []capture.Prepared
	kept    []capture.Prepared
	done    int
	gone    []error
	used    []string
}

// letter is a page of print on a table, as a camera sees it. It is drawn once.
func letter(t testing.TB) *image.RGBA {
	t.Helper()
	m, err := drawn()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var drawn = sync.OnceValues(func() (*image.RGBA, error) {
	page, err := paper.Letter(paper.LetterPage{
		Council: "Cyngor Enghraifft", Addressee: []string{"Rosa Mai Specimen", "12 Sample Row", "Exampleton", "EX4 1AA"},
		Code: "VLA" + strings.Repeat("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5)[:149], Typed: "ABCD-EFGH-JKMN-P",
	})
	if err != nil {
		return nil, err
	}
	const w, h = 1000, 1400
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(m, m.Rect, image.NewUniform(color.RGBA{60, 50, 45, 255}), image.Point{}, draw.Src)
	at := image.Rect(80, 80, w-80, h-80)
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			v := page.GrayAt((x-at.Min.X)*page.Rect.Dx()/at.Dx(), (y-at.Min.Y)*page.Rect.Dy()/at.Dy()).Y
			v = uint8(40 + int(v)*170/255)
			m.SetRGBA(x, y, color.RGBA{v, v, v - v/20, 255})
		}
	}
	return m, nil
})

// plain is a page of one colour.
func plain(w, h int, c color.Color) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(m, m.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	return m
}

func (s *stand) page(ctx context.Context, p capture.Prepared) (*image.RGBA, docrender.Info, error) {
	if s.stuck {
		<-ctx.Done()
		return nil, docrender.Info{}, ctx.Err()
	}
	s.asked = append(s.asked, p)
	if s.pageErr != nil && (p.Page > 0 || len(s.pages) == 0) {
		return nil, docrender.Info{}, s.pageErr
	}
	return s.pages[p.Page], docrender.Info{Pages: len(s.pages), Spreads: s.spreads, Partial: s.partial}, nil
}

func visit(t *testing.T, o uitest.Options, change func(*stand, *prepare.Of)) *stand {
	t.Helper()
	s := &stand{Frame: screentest.New(t, o), pages: []*image.RGBA{letter(t)}}
	sheet, err := capture.NewSheet(capture.FromFile, []byte("a document"))
	if err != nil {
		t.Fatal(err)
	}
	of := prepare.Of{
		Sheet: sheet, Page: s.page,
		Codes: func(context.Context, capture.Prepared) ([]string, error) { return s.codes, nil },
		Keep: func(p capture.Prepared) func(context.Context) error {
			return func(ctx context.Context) error {
				if s.stuck {
					<-ctx.Done()
					return ctx.Err()
				}
				if s.keepErr == nil {
					s.kept = append(s.kept, p)
				}
				return s.keepErr
			}
		},
		Kept: func() {},
		Done: func() { s.done++ },
		Gone: func(err error) { s.gone = append(s.gone, err) },
	}
	if change != nil {
		change(s, &of)
	}
	behind := s.Kit.Button(component.Secondary, "Open a picture…", nil)
	s.Show(s.Kit.Page(component.VStack(0, behind)))
	s.Kit.Focus(behind)
	s.prepare = prepare.Open(s.Lend(route.Of(route.Evidence, screentest.CaseID)), of)
	if !s.stuck {
		s.Rest()
	}
	s.Settle()
	return s
}
