package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	_ "unsafe" // for the link to pluginErr

	"github.com/containernetworking/cni/pkg/invoke"
	"github.com/containernetworking/cni/pkg/version"
)

// behaviour is what a scripted plugin does in one execution.
type behaviour struct {
	Stdout blob   `json:"stdout"`
	Stderr blob   `json:"stderr"`
	Exit   int    `json:"exit"`
	Signal string `json:"signal"`
	// NotStarted is why the system refused to start it, e.g. "permission denied".
	NotStarted string `json:"notStarted"`
}

// call is one recorded execution.
type call struct {
	Path  string            `json:"path"`
	Env   map[string]string `json:"env"`
	Stdin blob              `json:"stdin"`
}

// wordPluginError is libcni's own wording of a failed plugin, which it does not export.
//
//go:linkname wordPluginError github.com/containernetworking/cni/pkg/invoke.(*RawExec).pluginErr
func wordPluginError(e *invoke.RawExec, err error, stdout, stderr []byte) error

// scriptedExec is an invoke.Exec that starts no process.
type scriptedExec struct {
	version.PluginDecoder
	// binaries: plugin types by directory.
	binaries map[string][]string
	// script: plugin type, then command, to what it does the first, second … time; the last one stays.
	script map[string]map[string][]behaviour
	turns  map[string]int
	calls  []call
}

func (s *scriptedExec) FindInPath(plugin string, paths []string) (string, error) {
	if plugin != "" && !strings.Contains(plugin, "/") {
		for _, dir := range paths {
			if slices.Contains(s.binaries[dir], plugin) {
				return filepath.Join(dir, plugin), nil
			}
		}
	}
	// No such directories exist on this machine, so this always fails, in libcni's words.
	return invoke.FindInPath(plugin, paths)
}

func (s *scriptedExec) next(plugin, command string) behaviour {
	acts := s.script[plugin][command]
	if len(acts) == 0 {
		return behaviour{}
	}
	key := plugin + " " + command
	turn := s.turns[key]
	s.turns[key]++
	return acts[min(turn, len(acts)-1)]
}

func (s *scriptedExec) ExecPlugin(_ context.Context, path string, stdin []byte, environ []string) ([]byte, error) {
	env := map[string]string{}
	for _, entry := range environ {
		if name, value, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "CNI_") {
			env[name] = value
		}
	}
	s.calls = append(s.calls, call{path, env, slices.Clone(stdin)})
	act := s.next(filepath.Base(path), env["CNI_COMMAND"])
	if err := act.failure(path); err != nil {
		return nil, wordPluginError(&invoke.RawExec{}, err, act.Stdout, act.Stderr)
	}
	return act.Stdout, nil
}

// failure is the error that os/exec would have reported.
func (b behaviour) failure(path string) error {
	switch {
	case b.NotStarted != "":
		return fmt.Errorf("fork/exec %s: %s", path, b.NotStarted)
	case b.Signal != "":
		return fmt.Errorf("signal: %s", b.Signal)
	case b.Exit != 0:
		return fmt.Errorf("exit status %d", b.Exit)
	}
	return nil
}

// pluginFailure words one failed plugin.
func pluginFailure(line []byte) (any, error) {
	act := must[behaviour](line)
	return nil, wordPluginError(&invoke.RawExec{}, act.failure("/v/bin/plugin"), act.Stdout, act.Stderr)
}
