module cni-workbench/flannel

go 1.24.0

require (
	github.com/containernetworking/cni v1.3.0
	github.com/containernetworking/plugins v0.9.1
)

