// Loads NetworkAttachmentDefinitions as Multus does before ADD. Reads one JSON request per line and writes one answer per
// line.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/containernetworking/cni/libcni"
	nad "github.com/k8snetworkplumbingwg/network-attachment-definition-client/pkg/apis/k8s.cni.cncf.io/v1"
	"github.com/k8snetworkplumbingwg/network-attachment-definition-client/pkg/utils"
	"gopkg.in/k8snetworkplumbingwg/multus-cni.v4/pkg/logging"
	"gopkg.in/k8snetworkplumbingwg/multus-cni.v4/pkg/types"
	"sigs.k8s.io/yaml"
)

// request is the YAML document of a definition.
type request struct {
	YAML string `json:"yaml"`
}

// answer has an error if the definition cannot be loaded, with the step that rejects it.
type answer struct {
	Step  string `json:"step,omitempty"`
	Error string `json:"error,omitempty"`
	// Name is the name of the network that libcni gets.
	Name string `json:"name,omitempty"`
}

func rejected(step string, err error) answer {
	return answer{Step: step, Error: err.Error()}
}

// parse decodes a definition as the API server does: "config" of another type than string is an error.
func parse(text string) (definition nad.NetworkAttachmentDefinition, err error) {
	defer asError(&err)
	err = yaml.Unmarshal([]byte(text), &definition)
	return definition, err
}

// load follows getKubernetesDelegate of pkg/k8sclient.
func load(definition *nad.NetworkAttachmentDefinition, confDir string) (delegate *types.DelegateNetConf, err error) {
	defer asError(&err)
	config, err := utils.GetCNIConfig(definition, confDir)
	if err != nil {
		return nil, err
	}
	element := &types.NetworkSelectionElement{Name: definition.Name, Namespace: definition.Namespace}
	return types.LoadDelegateNetConf(config, element, "", "")
}

// convert follows conflistAdd and confAdd of pkg/multus.
func convert(delegate *types.DelegateNetConf) (name string, err error) {
	defer asError(&err)
	if delegate.ConfListPlugin {
		list, err := libcni.NetworkConfFromBytes(delegate.Bytes)
		if err != nil {
			return "", err
		}
		return list.Name, nil
	}
	single, err := libcni.ConfFromBytes(delegate.Bytes)
	if err != nil {
		return "", err
	}
	return single.Network.Name, nil
}

// asError turns a panic of Multus into an error.
func asError(err *error) {
	if cause := recover(); cause != nil {
		*err = fmt.Errorf("panic: %v", cause)
	}
}

func answerTo(line []byte, confDir string) answer {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return rejected("request", err)
	}
	definition, err := parse(asked.YAML)
	if err != nil {
		return rejected("API", err)
	}
	if definition.Kind != "NetworkAttachmentDefinition" {
		return rejected("request", errors.New("not a definition"))
	}
	delegate, err := load(&definition, confDir)
	if err != nil {
		return rejected("Multus", err)
	}
	name, err := convert(delegate)
	if err != nil {
		return rejected("libcni", err)
	}
	return answer{Name: name}
}

func main() {
	logging.SetLogStderr(false)
	confDir, err := os.MkdirTemp("", "cni-workbench-multus-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer os.RemoveAll(confDir)
	lines := bufio.NewReader(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			if err := out.Encode(answerTo(line, confDir)); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
