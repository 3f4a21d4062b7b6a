// The bench times ADD and DEL of a list, by Go's libcni with real processes, and the same plugins started with nothing
// around them. Arguments: plugin directory, cache directory, a list's file, a network namespace, and the capability
// arguments as JSON. Each line of input, "libcni N" or "bare N", is answered with a line of JSON:
// {"add":[ns …],"del":[ns …]}.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/containernetworking/cni/libcni"
)

type samples struct {
	Add []int64 `json:"add"`
	Del []int64 `json:"del"`
}

type setting struct {
	dir  string
	list *libcni.NetworkConfigList
	cni  *libcni.CNIConfig
	rt   *libcni.RuntimeConf
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func timed(work func() error) int64 {
	start := time.Now()
	must(work())
	return time.Since(start).Nanoseconds()
}

// libcniOnce is ADD and DEL as any runtime makes them.
func (s *setting) libcniOnce(to *samples) {
	ctx := context.Background()
	to.Add = append(to.Add, timed(func() error { _, err := s.cni.AddNetworkList(ctx, s.list, s.rt); return err }))
	to.Del = append(to.Del, timed(func() error { return s.cni.DelNetworkList(ctx, s.list, s.rt) }))
}

// bareOnce only starts the plugins: no JSON, no cache.
func (s *setting) bareOnce(to *samples) {
	run := func(command string) func() error {
		env := append(os.Environ(), "CNI_COMMAND="+command, "CNI_CONTAINERID=c", "CNI_NETNS="+s.rt.NetNS, "CNI_IFNAME=eth0", "CNI_PATH="+s.dir)
		return func() error {
			for _, plugin := range s.list.Plugins {
				cmd := exec.Command(filepath.Join(s.dir, plugin.Network.Type))
				cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = env, bytes.NewReader(plugin.Bytes), &bytes.Buffer{}, &bytes.Buffer{}
				if err := cmd.Run(); err != nil {
					return err
				}
			}
			return nil
		}
	}
	to.Add = append(to.Add, timed(run("ADD")))
	to.Del = append(to.Del, timed(run("DEL")))
}

func main() {
	list, err := libcni.NetworkConfFromFile(os.Args[3])
	must(err)
	var capabilityArgs map[string]interface{}
	must(json.Unmarshal([]byte(os.Args[5]), &capabilityArgs))
	s := &setting{
		os.Args[1], list, libcni.NewCNIConfigWithCacheDir([]string{os.Args[1]}, os.Args[2], nil),
		&libcni.RuntimeConf{ContainerID: "c", NetNS: os.Args[4], IfName: "eth0", CapabilityArgs: capabilityArgs},
	}
	encoder := json.NewEncoder(os.Stdout)
	for {
		var what string
		var count int
		if _, err := fmt.Scan(&what, &count); err != nil {
			return
		}
		var got samples
		for i := 0; i < count; i++ {
			if what == "bare" {
				s.bareOnce(&got)
			} else {
				s.libcniOnce(&got)
			}
		}
		must(encoder.Encode(got))
	}
}
