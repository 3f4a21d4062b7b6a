module cni-workbench.test/ssh

go 1.21
