package main

import (
	"testing"
	"testing/fstest"
)

func TestMemoryLimitIsThatOfTheContainer(t *testing.T) {
	for _, c := range []struct {
		what  string
		files map[string]string
		most  int64
	}{
		{"no container", nil, 0},
		{"a container", map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "268435456\n"}, 256 << 20},
		{"a service", map[string]string{"proc/self/cgroup": "0::/system.slice/wego.service\n", "sys/fs/cgroup/system.slice/wego.service/memory.max": "1048576\n"}, 1 << 20},
		{"no limit", map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "max\n"}, 0},
		{"the older form", map[string]string{"proc/self/cgroup": "4:memory:/a\n", "sys/fs/cgroup/memory/memory.limit_in_bytes": "536870912\n"}, 512 << 20},
	} {
		root := fstest.MapFS{}
		for name, text := range c.files {
			root[name] = &fstest.MapFile{Data: []byte(text)}
		}
		if got := containerMemory(root); got != c.most {
			t.Errorf("%s: %d, want %d", c.what, got, c.most)
		}
	}
}
