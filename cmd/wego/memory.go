package main

import (
	"io/fs"
	"os"
	"path"
	"runtime/debug"
	"strconv"
	"strings"
)

// limitMemory makes the collector work harder before the container's memory is
// used up, unless GOMEMLIMIT says what to do. A tenth is left to what Go does
// not count: SQLite's cache and the system's buffers.
func limitMemory() {
	if most := containerMemory(os.DirFS("/")); most > 0 && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(most / 10 * 9)
	}
}

// containerMemory is how many bytes the control group of this process may use,
// as the system under root tells; 0 = it does not say.
func containerMemory(root fs.FS) int64 {
	files := []string{"sys/fs/cgroup/memory/memory.limit_in_bytes"}
	groups, _ := fs.ReadFile(root, "proc/self/cgroup")
	for line := range strings.Lines(string(groups)) {
		if group, own := strings.CutPrefix(strings.TrimSpace(line), "0::"); own {
			files = append(files, path.Join("sys/fs/cgroup", group, "memory.max"))
		}
	}
	for _, name := range files {
		text, err := fs.ReadFile(root, name)
		if err != nil {
			continue
		}
		if most, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil {
			return most
		}
	}
	return 0
}
