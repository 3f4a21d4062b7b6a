package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/containernetworking/cni/pkg/types"
)

const base64Mark = "base64:"

// blob is a byte string on the wire.
type blob []byte

func (b blob) MarshalJSON() ([]byte, error) {
	text := string(b)
	if !utf8.ValidString(text) || strings.HasPrefix(text, base64Mark) {
		text = base64Mark + base64.StdEncoding.EncodeToString(b)
	}
	return json.Marshal(text)
}

func (b *blob) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	rest, marked := strings.CutPrefix(text, base64Mark)
	if !marked {
		*b = blob(text)
		return nil
	}
	raw, err := base64.StdEncoding.DecodeString(rest)
	*b = raw
	return err
}

// failure is the report of an error: its text and, when a CNI error object is inside, the object's fields.
type failure struct {
	Text    string `json:"text"`
	Code    *uint  `json:"code,omitempty"`
	Msg     string `json:"msg,omitempty"`
	Details string `json:"details,omitempty"`
	// Panic is true when Go did not return an error but panicked with Text.
	Panic bool `json:"panic,omitempty"`
}

// describe turns err into a failure; root, a scratch directory, is cut out of all paths.
func describe(err error, root string) *failure {
	if err == nil {
		return nil
	}
	clean := func(text string) string {
		if root == "" {
			return text
		}
		return strings.ReplaceAll(text, root, "")
	}
	f := &failure{Text: clean(err.Error())}
	var object *types.Error
	if errors.As(err, &object) && object != nil {
		code := object.Code
		f.Code, f.Msg, f.Details = &code, clean(object.Msg), clean(object.Details)
	}
	return f
}

// guarded runs work and turns a panic into a failure.
func guarded(root string, work func() (any, error)) (value any, fail *failure) {
	defer func() {
		if r := recover(); r != nil {
			value, fail = nil, &failure{Text: fmt.Sprint(r), Panic: true}
		}
	}()
	value, err := work()
	if err != nil {
		return nil, describe(err, root)
	}
	return value, nil
}
