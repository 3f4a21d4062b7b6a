package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/containernetworking/cni/pkg/types"
	"github.com/containernetworking/cni/pkg/types/create"
	"github.com/containernetworking/cni/pkg/utils"
	"github.com/containernetworking/cni/pkg/version"
)

// resultView is a result as a runtime sees it: printed (indented) and encoded (one line).
type resultView struct {
	Version string `json:"version"`
	Printed blob   `json:"printed"`
	Encoded blob   `json:"encoded"`
}

func viewResult(r types.Result) (*resultView, error) {
	if r == nil {
		return nil, nil
	}
	var printed bytes.Buffer
	if err := r.PrintTo(&printed); err != nil {
		return nil, fmt.Errorf("print: %w", err)
	}
	encoded, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return &resultView{r.Version(), printed.Bytes(), encoded}, nil
}

// result parses a result, either in the version that it names or in a given one, and converts it to others.
func result(line []byte) (any, error) {
	request := must[struct {
		Bytes   blob     `json:"bytes"`
		Version *string  `json:"version"`
		As      []string `json:"as"`
	}](line)
	parse := func() (types.Result, error) {
		if request.Version == nil {
			return create.CreateFromBytes(request.Bytes)
		}
		return create.Create(*request.Version, request.Bytes)
	}
	parsed, err := parse()
	if err != nil {
		return nil, err
	}
	view, err := viewResult(parsed)
	if err != nil {
		return nil, err
	}
	converted := []outcome{}
	for _, to := range request.As {
		value, fail := guarded("", func() (any, error) {
			// Parse again: a conversion may share memory with its source.
			fresh, err := parse()
			if err != nil {
				return nil, err
			}
			other, err := fresh.GetAsVersion(to)
			if err != nil {
				return nil, err
			}
			return viewResult(other)
		})
		converted = append(converted, outcome{value, fail})
	}
	return map[string]any{"parsed": view, "converted": converted}, nil
}

func decodeVersion(line []byte) (any, error) {
	return create.DecodeVersion(must[bytesRequest](line).Bytes)
}

func decodeVersionInfo(line []byte) (any, error) {
	info, err := (&version.PluginDecoder{}).Decode(must[bytesRequest](line).Bytes)
	if err != nil {
		return nil, err
	}
	return info.SupportedVersions(), nil
}

func compareVersions(line []byte) (any, error) {
	request := must[struct{ A, B string }](line)
	greater, err := version.GreaterThan(request.A, request.B)
	if err != nil {
		return nil, err
	}
	atLeast, err := version.GreaterThanOrEqualTo(request.A, request.B)
	return map[string]bool{"greater": greater, "atLeast": atLeast}, err
}

func reconcile(line []byte) (any, error) {
	request := must[struct {
		Config    string   `json:"config"`
		Supported []string `json:"supported"`
	}](line)
	if err := (&version.Reconciler{}).CheckRaw(request.Config, request.Supported); err != nil {
		return nil, err
	}
	return true, nil
}

func validateNames(line []byte) (any, error) {
	request := must[struct {
		ContainerID string `json:"containerID"`
		IfName      string `json:"ifName"`
		Network     string `json:"network"`
	}](line)
	tell := func(err *types.Error) *failure {
		if err == nil {
			return nil
		}
		return describe(err, "")
	}
	return map[string]*failure{
		"containerID": tell(utils.ValidateContainerID(request.ContainerID)),
		"ifName":      tell(utils.ValidateInterfaceName(request.IfName)),
		"network":     tell(utils.ValidateNetworkName(request.Network)),
	}, nil
}
