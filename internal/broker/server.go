package broker

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
)

// Config is what a server stands on.
type Config struct {
	Store   brokerstore.Store
	Keys    KeyRing
	Now     func() time.Time
	NewID   func() string // of tokens; never the same twice
	Sources []Source      // the council's counter-fraud and activity sources; may be none
	Log     *slog.Logger  // nil: nothing is logged
}

// Server answers desks. It is an http.Handler.
type Server struct {
	store   brokerstore.Store
	keys    KeyRing
	admin   *Admin
	now     func() time.Time
	newID   func() string
	sources []Source
	log     *slog.Logger
	mux     *http.ServeMux
	parsed  parsed
	turn    chan struct{} // held by whoever integrates the log
}

// New returns a server over a council that has been founded.
func New(cfg Config) (*Server, error) {
	if cfg.Store == nil || cfg.Keys == nil || cfg.Now == nil || cfg.NewID == nil {
		return nil, fault.New(fault.Internal, "broker-config")
	}
	s := &Server{
		store: cfg.Store, keys: cfg.Keys, admin: NewAdmin(cfg.Store, cfg.Keys, cfg.Now), now: cfg.Now, newID: cfg.NewID,
		sources: cfg.Sources, log: cfg.Log, mux: http.NewServeMux(),
		parsed: parsed{rules: map[int64]*policy.Policy{}}, turn: make(chan struct{}, 1),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	handlers := s.handlers()
	for _, route := range brokerapi.Routes() {
		h, ok := handlers[route.Method+" "+route.Path]
		if !ok {
			return nil, fault.New(fault.Internal, "broker-route").At(route.Path)
		}
		delete(handlers, route.Method+" "+route.Path)
		s.mux.Handle(route.Method+" "+route.Path, s.serve(route, h))
	}
	if len(handlers) > 0 {
		return nil, fault.New(fault.Internal, "broker-route")
	}
	return s, nil
}

func (s *Server) handlers() map[string]handler {
	return map[string]handler{
		"GET " + brokerapi.PathSpec:         s.getSpec,
		"GET " + brokerapi.PathHealth:       s.getHealth,
		"GET " + brokerapi.PathRoot:         s.getDoc(brokerstore.DocRoot),
		"GET " + brokerapi.PathTrust:        s.getDoc(brokerstore.DocTrust),
		"GET " + brokerapi.PathPolicy:       s.getDoc(brokerstore.DocPolicy),
		"GET " + brokerapi.PathTime:         s.getTime,
		"GET " + brokerapi.PathLetters:      s.getLetters,
		"GET " + brokerapi.PathReceipt:      s.getReceipt,
		"GET " + brokerapi.PathLogHead:      s.getLogHead,
		"GET " + brokerapi.PathLogTile:      s.getLogTile,
		"POST " + brokerapi.PathDesks:       s.postDesk,
		"POST " + brokerapi.PathStaffKeys:   s.postStaffKeys,
		"POST " + brokerapi.PathLeases:      s.postLease,
		"POST " + brokerapi.PathChecks:      s.postCheck,
		"POST " + brokerapi.PathCheckpoints: s.postCheckpoint,
		"PUT " + brokerapi.PathVouch:        s.putVouch,
		"PUT " + brokerapi.PathApproval:     s.putApproval,
		"PUT " + brokerapi.PathReferral:     s.putReferral,
	}
}

// call is one request as a handler sees it: read whole, and signed by a desk
// unless its route is open.
type call struct {
	*http.Request
	state
	desk trust.Desk
	body []byte
}

// answer is what a handler answers with.
type answer struct {
	status int
	media  string
	etag   string
	body   []byte
}

type handler func(context.Context, *call) (answer, error)

func (s *Server) serve(route brokerapi.Route, h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		a, err := s.answer(w, r, route, h)
		if err != nil {
			s.problem(w, r, route, err)
			return
		}
		if a.etag != "" {
			w.Header().Set("ETag", a.etag)
			w.Header().Set("Cache-Control", "no-cache")
			if r.Header.Get("If-None-Match") == a.etag && r.Method == http.MethodGet {
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		w.Header().Set("Content-Type", a.media)
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body) // the desk has gone; there is nobody to tell
	})
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, route brokerapi.Route, h handler) (answer, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, route.MaxBody))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return answer{}, ErrBodySize
	}
	if err != nil {
		return answer{}, ErrBodyCut
	}
	c := &call{Request: r, body: body}
	if route.Path == brokerapi.PathHealth || route.Path == brokerapi.PathSpec {
		return h(r.Context(), c)
	}
	if c.state, err = s.state(r.Context()); err != nil {
		return answer{}, err
	}
	if !route.Open {
		if c.desk, err = s.authenticate(r.Context(), c); err != nil {
			return answer{}, err
		}
	}
	return h(r.Context(), c)
}

// problem tells the desk what is wrong and the log that it was, by codes.
func (s *Server) problem(w http.ResponseWriter, r *http.Request, route brokerapi.Route, err error) {
	p := brokerapi.ProblemOf(err)
	if status, own := ownStatus()[p.Code]; own {
		p.Status = status
	}
	level := slog.LevelInfo
	if p.Status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	s.log.Log(r.Context(), level, "refused", "route", route.Path, "method", route.Method, "status", p.Status, "code", fault.Code(err))
	data, err := json.Marshal(p)
	if err != nil {
		data = nil // a Problem is strings and a number: it always encodes
	}
	w.Header().Set("Content-Type", brokerapi.MediaProblem)
	w.WriteHeader(p.Status)
	_, _ = w.Write(data)
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := s.mux.Handler(r); pattern == "" {
		s.problem(w, r, brokerapi.Route{Method: r.Method, Path: "unknown"}, ErrNoRoute)
		return
	}
	s.mux.ServeHTTP(w, r)
}

func jsonAnswer(status int, v any) (answer, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return answer{}, fault.New(fault.Internal, "answer-encode").Because(err)
	}
	return answer{status: status, media: brokerapi.MediaJSON, body: data}, nil
}

func tokenAnswer(status int, token string) (answer, error) {
	return answer{status: status, media: brokerapi.MediaJWT, body: []byte(token)}, nil
}

// sign signs what the broker itself states.
func (s *Server) sign(role Role, typ jose.Typ, body any) (string, error) {
	signer, err := signer(s.keys, role, typ, "")
	if err != nil {
		return "", err
	}
	return signer.Sign(body)
}
