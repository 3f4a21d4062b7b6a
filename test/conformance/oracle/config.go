package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/containernetworking/cni/libcni"
)

// pluginView is what can be seen of a loaded plugin configuration.
type pluginView struct {
	CNIVersion   string          `json:"cniVersion"`
	Name         string          `json:"name"`
	Type         string          `json:"type"`
	Capabilities map[string]bool `json:"capabilities"`
	IPAM         string          `json:"ipam"`
	Bytes        blob            `json:"bytes"`
}

// listView is what can be seen of a loaded list. Bytes is left out where it is the input.
type listView struct {
	Name                   string       `json:"name"`
	CNIVersion             string       `json:"cniVersion"`
	DisableCheck           bool         `json:"disableCheck"`
	DisableGC              bool         `json:"disableGC"`
	LoadOnlyInlinedPlugins bool         `json:"loadOnlyInlinedPlugins"`
	Plugins                []pluginView `json:"plugins"`
	Bytes                  blob         `json:"bytes"`
}

func viewPlugin(conf *libcni.PluginConfig) pluginView {
	n := conf.Network
	caps := n.Capabilities
	if caps == nil {
		caps = map[string]bool{}
	}
	return pluginView{n.CNIVersion, n.Name, n.Type, caps, n.IPAM.Type, conf.Bytes}
}

func viewList(conf *libcni.NetworkConfigList) listView {
	view := listView{
		conf.Name, conf.CNIVersion, conf.DisableCheck, conf.DisableGC,
		conf.LoadOnlyInlinedPlugins, []pluginView{}, conf.Bytes,
	}
	for _, p := range conf.Plugins {
		view.Plugins = append(view.Plugins, viewPlugin(p))
	}
	return view
}

type bytesRequest struct {
	Bytes blob `json:"bytes"`
}

// must reads a request; a malformed one is a bug of the caller, so it panics.
func must[T any](line []byte) T {
	var request T
	if err := json.Unmarshal(line, &request); err != nil {
		panic("bad request: " + err.Error())
	}
	return request
}

// jsonMap decodes into map[string]interface{} and encodes again: all of Go's JSON that libcni relies on.
func jsonMap(line []byte) (any, error) {
	decoded := map[string]interface{}{}
	if err := json.Unmarshal(must[bytesRequest](line).Bytes, &decoded); err != nil {
		return nil, err
	}
	encoded, err := json.Marshal(decoded)
	return blob(encoded), err
}

// jsonAny is jsonMap for any value.
func jsonAny(line []byte) (any, error) {
	var decoded interface{}
	if err := json.Unmarshal(must[bytesRequest](line).Bytes, &decoded); err != nil {
		return nil, err
	}
	encoded, err := json.Marshal(decoded)
	return blob(encoded), err
}

// capabilityArgs decodes CAP_ARGS as cnitool does.
func capabilityArgs(line []byte) (any, error) {
	var decoded map[string]interface{}
	bytes := must[bytesRequest](line).Bytes
	if len(bytes) == 0 {
		return encodeMap(nil), nil
	}
	if err := json.Unmarshal(bytes, &decoded); err != nil {
		return nil, err
	}
	return encodeMap(decoded), nil
}

func list(line []byte) (any, error) {
	conf, err := libcni.NetworkConfFromBytes(must[bytesRequest](line).Bytes)
	if err != nil {
		return nil, err
	}
	return viewList(conf), nil
}

func plugin(line []byte) (any, error) {
	conf, err := libcni.NetworkPluginConfFromBytes(must[bytesRequest](line).Bytes)
	if err != nil {
		return nil, err
	}
	return viewPlugin(conf), nil
}

func listFromSingle(line []byte) (any, error) {
	conf, err := libcni.NetworkPluginConfFromBytes(must[bytesRequest](line).Bytes)
	if err != nil {
		return nil, err
	}
	wrapped, err := libcni.ConfListFromConf(conf)
	if err != nil {
		return nil, err
	}
	return viewList(wrapped), nil
}

func injectConf(line []byte) (any, error) {
	request := must[struct {
		Bytes  blob                   `json:"bytes"`
		Values map[string]interface{} `json:"values"`
	}](line)
	changed, err := libcni.InjectConf(&libcni.PluginConfig{Bytes: request.Bytes}, request.Values)
	if err != nil {
		return nil, err
	}
	return viewPlugin(changed), nil
}

// entry is one thing in a directory: a file with bytes, a directory, or a symbolic link.
type entry struct {
	Path  string `json:"path"`
	Bytes blob   `json:"bytes"`
	Dir   bool   `json:"dir"`
	Link  string `json:"link"`
}

func (e entry) create(root string) {
	full := filepath.Join(root, e.Path)
	check(os.MkdirAll(filepath.Dir(full), 0o755))
	switch {
	case e.Dir:
		check(os.MkdirAll(full, 0o755))
	case e.Link != "":
		check(os.Symlink(e.Link, full))
	default:
		check(os.WriteFile(full, e.Bytes, 0o644))
	}
}

func check(err error) {
	if err != nil {
		panic(fmt.Sprint("oracle's own trouble: ", err))
	}
}

// loadDir loads from a directory made of the request's entries. `how`: network, single or file.
func loadDir(line []byte) (any, error) {
	request := must[struct {
		Entries []entry `json:"entries"`
		Dir     string  `json:"dir"`
		Name    string  `json:"name"`
		How     string  `json:"how"`
	}](line)
	root := newRoot()
	defer os.RemoveAll(root)
	for _, e := range request.Entries {
		e.create(root)
	}
	dir := root + request.Dir
	value, fail := guarded(root, func() (any, error) {
		switch request.How {
		case "network":
			conf, err := libcni.LoadNetworkConf(dir, request.Name)
			if err != nil {
				return nil, err
			}
			return viewList(conf), nil
		case "single":
			conf, err := libcni.LoadConf(dir, request.Name)
			if err != nil {
				return nil, err
			}
			return viewPlugin(conf), nil
		case "file":
			conf, err := libcni.NetworkConfFromFile(filepath.Join(dir, request.Name))
			if err != nil {
				return nil, err
			}
			return viewList(conf), nil
		}
		panic("unknown how " + request.How)
	})
	return outcome{value, fail}, nil
}

// outcome is an answer within an answer: a value or a failure.
type outcome struct {
	Value any      `json:"value,omitempty"`
	Error *failure `json:"error,omitempty"`
}
