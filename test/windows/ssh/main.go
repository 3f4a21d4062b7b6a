// Command ssh stands in for ssh.exe of OpenSSH for Windows, which cannot be had here. It asks as that does, by SSH_ASKPASS, and is then a shell on the far side, to which it gets over TCP.
//
// Environment: STANDIN_SHELL, the address where a shell is given; STANDIN_QUESTIONS, [{"prompt", "answer"}, …] in JSON,
// none by default; STANDIN_VERSION, what -V prints.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
	"unsafe"
)

type question struct{ Prompt, Answer string }

func main() {
	if len(os.Args) == 2 && os.Args[1] == "-V" {
		fmt.Fprintln(os.Stderr, os.Getenv("STANDIN_VERSION"))
		return
	}
	ask()
	connect()
}

// ask puts the questions one after the other; a wrong answer ends it as a refused login does.
func ask() {
	var questions []question
	text, isSet := os.LookupEnv("STANDIN_QUESTIONS")
	if err := json.Unmarshal([]byte(text), &questions); isSet && err != nil {
		fail("STANDIN_QUESTIONS: %v", err)
	}
	if len(questions) > 0 && slices.Contains(os.Args, "BatchMode=yes") {
		fail("root@node: Permission denied (publickey,password).")
	}
	for _, q := range questions {
		answer, err := askpass(q.Prompt)
		if err != nil || answer != q.Answer {
			fail("node: Permission denied (password). [%q, %v]", answer, err)
		}
	}
}

// askpass starts SSH_ASKPASS as OpenSSH for Windows does: by CreateProcess without a separate program name.
func askpass(prompt string) (string, error) {
	line, err := syscall.UTF16PtrFromString(commandLine(os.Getenv("SSH_ASKPASS"), prompt))
	if err != nil {
		return "", err
	}
	var ends [2]syscall.Handle
	inherit := &syscall.SecurityAttributes{InheritHandle: 1}
	inherit.Length = uint32(unsafe.Sizeof(*inherit))
	if err := syscall.CreatePipe(&ends[0], &ends[1], inherit, 0); err != nil {
		return "", err
	}
	if err := syscall.SetHandleInformation(ends[0], syscall.HANDLE_FLAG_INHERIT, 0); err != nil {
		return "", err
	}
	startup := &syscall.StartupInfo{Flags: syscall.STARTF_USESTDHANDLES, StdOutput: ends[1]}
	startup.Cb = uint32(unsafe.Sizeof(*startup))
	startup.StdErr, _ = syscall.GetStdHandle(syscall.STD_ERROR_HANDLE)
	var process syscall.ProcessInformation
	if err := syscall.CreateProcess(nil, line, nil, nil, true, 0, nil, nil, startup, &process); err != nil {
		return "", fmt.Errorf("CreateProcess %s: %w", syscall.UTF16ToString(unsafe.Slice(line, 1024)), err)
	}
	_ = syscall.CloseHandle(ends[1])
	said, _ := io.ReadAll(os.NewFile(uintptr(ends[0]), "askpass"))
	_, _ = syscall.WaitForSingleObject(process.Process, syscall.INFINITE)
	var status uint32
	if err := syscall.GetExitCodeProcess(process.Process, &status); err != nil || status != 0 {
		return "", fmt.Errorf("askpass ended with %d: %v", status, err)
	}
	answer, _, _ := strings.Cut(string(said), "\n")
	return strings.TrimSuffix(answer, "\r"), nil
}

// commandLine quotes the program up to the first blank behind ".exe", else all of it; what is behind stays as it is. An
// argument is quoted where it has a blank and does not begin with a single quote; backslashes before a double quote are
// doubled, and it gets one.
func commandLine(program, argument string) string {
	head, tail := program, ""
	if at := strings.Index(program, ".exe"); at >= 0 {
		if blank := strings.Index(program[at:], " "); blank >= 0 {
			head, tail = program[:at+blank], program[at+blank:]
		}
	}
	var text strings.Builder
	backslashes := 0
	for _, r := range argument {
		if r == '"' {
			text.WriteString(strings.Repeat(`\`, backslashes) + `\`)
		}
		if r == '\\' {
			backslashes++
		} else {
			backslashes = 0
		}
		text.WriteRune(r)
	}
	quoted := text.String()
	if strings.Contains(argument, " ") && !strings.HasPrefix(argument, "'") {
		quoted = `"` + quoted + `"`
	}
	return `"` + head + `"` + tail + " " + quoted
}

// connect passes stdin and stdout to one connection and stderr to another, and ends when the remote side does.
func connect() {
	streams := dial("streams")
	errors := dial("errors")
	go func() {
		_, _ = io.Copy(streams, os.Stdin)
		_ = streams.(*net.TCPConn).CloseWrite()
	}()
	done := make(chan struct{})
	go func() {
		_, _ = io.Copy(os.Stderr, errors)
		close(done)
	}()
	_, _ = io.Copy(os.Stdout, streams)
	<-done
}

// dial says which of the two a connection is, and whose.
func dial(role string) net.Conn {
	connection, err := net.Dial("tcp", os.Getenv("STANDIN_SHELL"))
	if err != nil {
		fail("ssh: connect to %s: %v", os.Getenv("STANDIN_SHELL"), err)
	}
	fmt.Fprintf(connection, "%s %d\n", role, os.Getpid())
	return connection
}

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", values...)
	os.Exit(255)
}
