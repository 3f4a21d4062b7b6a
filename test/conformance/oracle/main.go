package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
)

// question is the part that all requests have; the rest is read by the operation itself.
type question struct {
	ID int64  `json:"id"`
	Op string `json:"op"`
}

type answer struct {
	ID    int64    `json:"id"`
	Value any      `json:"value,omitempty"`
	Error *failure `json:"error,omitempty"`
}

// operation answers one request. A panic is reported as such.
type operation func(request []byte) (any, error)

var operations = map[string]operation{
	"about":             about,
	"jsonMap":           jsonMap,
	"jsonAny":           jsonAny,
	"list":              list,
	"plugin":            plugin,
	"listFromSingle":    listFromSingle,
	"capabilityArgs":    capabilityArgs,
	"injectConf":        injectConf,
	"loadDir":           loadDir,
	"result":            result,
	"decodeVersion":     decodeVersion,
	"decodeVersionInfo": decodeVersionInfo,
	"compareVersions":   compareVersions,
	"reconcile":         reconcile,
	"validateNames":     validateNames,
	"pluginFailure":     pluginFailure,
	"scenario":          scenario,
}

// about says which Go and which modules are answering.
func about([]byte) (any, error) {
	value := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		value["go"] = info.GoVersion
		for _, module := range info.Deps {
			value[module.Path] = module.Version
		}
	}
	return value, nil
}

func reply(line []byte) answer {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return answer{Error: &failure{Text: "bad request: " + err.Error(), Panic: true}}
	}
	op, known := operations[q.Op]
	if !known {
		return answer{ID: q.ID, Error: &failure{Text: "unknown op " + q.Op, Panic: true}}
	}
	value, fail := guarded("", func() (any, error) { return op(line) })
	return answer{ID: q.ID, Value: value, Error: fail}
}

func main() {
	for _, entry := range os.Environ() {
		// What surrounds this process must not reach the recorded environments.
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "CNI_") {
			os.Unsetenv(name)
		}
	}
	defer os.RemoveAll(scratch)
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	encoder := json.NewEncoder(out)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			if err := encoder.Encode(reply(line)); err != nil {
				fmt.Fprintln(os.Stderr, "oracle:", err)
				os.RemoveAll(scratch)
				os.Exit(1)
			}
			if in.Buffered() == 0 {
				out.Flush()
			}
		}
		if err != nil {
			out.Flush()
			return
		}
	}
}
