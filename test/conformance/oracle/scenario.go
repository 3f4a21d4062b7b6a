package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/containernetworking/cni/libcni"
	"github.com/containernetworking/cni/pkg/types"
)

var (
	scratch = makeScratch()
	roots   int
)

func makeScratch() string {
	base := "/dev/shm"
	if _, err := os.Stat(base); err != nil {
		base = ""
	}
	dir, err := os.MkdirTemp(base, "cni-oracle-")
	check(err)
	return dir
}

// newRoot is a new directory that stands for "/" in the report.
func newRoot() string {
	roots++
	root := fmt.Sprintf("%s/%d", scratch, roots)
	check(os.Mkdir(root, 0o755))
	return root
}

type runtimeView struct {
	ContainerID    string      `json:"containerID"`
	NetNS          string      `json:"netNS"`
	IfName         string      `json:"ifName"`
	Args           [][2]string `json:"args"`
	CapabilityArgs blob        `json:"capabilityArgs"`
}

func (v runtimeView) conf() *libcni.RuntimeConf {
	rt := &libcni.RuntimeConf{ContainerID: v.ContainerID, NetNS: v.NetNS, IfName: v.IfName, Args: v.Args}
	if len(v.CapabilityArgs) > 0 {
		check(json.Unmarshal(v.CapabilityArgs, &rt.CapabilityArgs))
	}
	return rt
}

func encodeMap(values map[string]interface{}) blob {
	if len(values) == 0 {
		return blob("{}")
	}
	encoded, err := json.Marshal(values)
	check(err)
	return encoded
}

func args(pairs [][2]string) [][2]string {
	if pairs == nil {
		return [][2]string{}
	}
	return pairs
}

func viewRuntime(rt *libcni.RuntimeConf) *runtimeView {
	if rt == nil {
		return nil
	}
	return &runtimeView{rt.ContainerID, rt.NetNS, rt.IfName, args(rt.Args), encodeMap(rt.CapabilityArgs)}
}

type attachmentView struct {
	ContainerID    string      `json:"containerID"`
	Network        string      `json:"network"`
	IfName         string      `json:"ifName"`
	Config         blob        `json:"config"`
	NetNS          string      `json:"netNS"`
	Args           [][2]string `json:"args"`
	CapabilityArgs blob        `json:"capabilityArgs"`
}

// step is one call on libcni. `do` names it; the other fields are for some of them.
type step struct {
	Do          string                `json:"do"`
	Runtime     *runtimeView          `json:"runtime"`
	ContainerID string                `json:"containerID"`
	PluginType  string                `json:"pluginType"`
	Valid       *[]types.GCAttachment `json:"valid"`
}

type stepView struct {
	Value any             `json:"value,omitempty"`
	Error *failure        `json:"error,omitempty"`
	Calls []call          `json:"calls"`
	Cache map[string]blob `json:"cache"`
}

type play struct {
	// Form: "list", "single" (a plugin configuration by itself), "wrapped" (a single one made into a list) or "none".
	Form     string                            `json:"form"`
	Config   blob                              `json:"config"`
	Path     []string                          `json:"path"`
	Binaries map[string][]string               `json:"binaries"`
	Script   map[string]map[string][]behaviour `json:"script"`
	// Cache: files in the cache directory before the first step, by path relative to it.
	Cache   map[string]blob `json:"cache"`
	Runtime runtimeView     `json:"runtime"`
	Steps   []step          `json:"steps"`
}

// scenario loads a configuration and makes calls on libcni with scripted plugins and a cache directory at /cache.
func scenario(line []byte) (any, error) {
	request := must[play](line)
	root := newRoot()
	defer os.RemoveAll(root)
	cacheDir := root + "/cache"
	for path, bytes := range request.Cache {
		entry{Path: path, Bytes: bytes}.create(cacheDir)
	}
	exec := &scriptedExec{binaries: request.Binaries, script: request.Script, turns: map[string]int{}}
	s := &stage{cni: libcni.NewCNIConfigWithCacheDir(request.Path, cacheDir, exec)}
	if err := s.load(request.Form, request.Config); err != nil {
		return nil, err
	}
	views := []stepView{}
	for _, st := range request.Steps {
		exec.calls = []call{}
		rt := request.Runtime
		if st.Runtime != nil {
			rt = *st.Runtime
		}
		value, fail := guarded(root, func() (any, error) { return s.perform(st, rt.conf()) })
		views = append(views, stepView{value, fail, exec.calls, readTree(cacheDir)})
	}
	return views, nil
}

func readTree(dir string) map[string]blob {
	files := map[string]blob{}
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			bytes, err := os.ReadFile(path)
			check(err)
			files[strings.TrimPrefix(path, dir+"/")] = bytes
		}
		return nil
	})
	return files
}

// stage is libcni with the configuration under test.
type stage struct {
	cni    *libcni.CNIConfig
	list   *libcni.NetworkConfigList
	single *libcni.PluginConfig
}

func (s *stage) load(form string, config []byte) (err error) {
	switch form {
	case "list":
		s.list, err = libcni.NetworkConfFromBytes(config)
	case "single":
		s.single, err = libcni.NetworkPluginConfFromBytes(config)
	case "wrapped":
		if s.single, err = libcni.NetworkPluginConfFromBytes(config); err == nil {
			s.list, err = libcni.ConfListFromConf(s.single)
		}
	}
	return err
}

func (s *stage) perform(st step, rt *libcni.RuntimeConf) (any, error) {
	ctx := context.Background()
	switch st.Do {
	case "addList":
		return viewed(s.cni.AddNetworkList(ctx, s.list, rt))
	case "checkList":
		return nil, s.cni.CheckNetworkList(ctx, s.list, rt)
	case "delList":
		return nil, s.cni.DelNetworkList(ctx, s.list, rt)
	case "gcList":
		var gc *libcni.GCArgs
		if st.Valid != nil {
			gc = &libcni.GCArgs{ValidAttachments: *st.Valid}
		}
		return nil, s.cni.GCNetworkList(ctx, s.list, gc)
	case "statusList":
		return nil, s.cni.GetStatusNetworkList(ctx, s.list)
	case "validateList":
		return sorted(s.cni.ValidateNetworkList(ctx, s.list))
	case "add":
		return viewed(s.cni.AddNetwork(ctx, s.single, rt))
	case "check":
		return nil, s.cni.CheckNetwork(ctx, s.single, rt)
	case "del":
		return nil, s.cni.DelNetwork(ctx, s.single, rt)
	case "validate":
		return sorted(s.cni.ValidateNetwork(ctx, s.single))
	case "versionInfo":
		info, err := s.cni.GetVersionInfo(ctx, st.PluginType)
		if err != nil {
			return nil, err
		}
		return info.SupportedVersions(), nil
	}
	return s.lookUp(st, rt)
}

// lookUp performs the calls that only read the cache.
func (s *stage) lookUp(st step, rt *libcni.RuntimeConf) (any, error) {
	switch st.Do {
	case "cachedListResult":
		return viewed(s.cni.GetNetworkListCachedResult(s.list, rt))
	case "cachedResult":
		return viewed(s.cni.GetNetworkCachedResult(s.single, rt))
	case "cachedListConfig":
		return cachedConfig(s.cni.GetNetworkListCachedConfig(s.list, rt))
	case "cachedConfig":
		return cachedConfig(s.cni.GetNetworkCachedConfig(s.single, rt))
	case "attachments":
		found, err := s.cni.GetCachedAttachments(st.ContainerID)
		views := []attachmentView{}
		for _, a := range found {
			views = append(views, attachmentView{
				a.ContainerID, a.Network, a.IfName, a.Config, a.NetNS, args(a.CniArgs), encodeMap(a.CapabilityArgs),
			})
		}
		return views, err
	}
	panic("unknown step " + st.Do)
}

func viewed(r types.Result, err error) (any, error) {
	if err != nil || r == nil {
		return nil, err
	}
	return viewResult(r)
}

func sorted(names []string, err error) (any, error) {
	sort.Strings(names)
	return names, err
}

func cachedConfig(config []byte, rt *libcni.RuntimeConf, err error) (any, error) {
	if err != nil || rt == nil {
		return nil, err
	}
	return map[string]any{"config": blob(config), "runtime": viewRuntime(rt)}, nil
}
