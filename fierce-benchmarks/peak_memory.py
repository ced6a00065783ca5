#!/usr/bin/env python3
"""Runs a command and tells how long it took and how much memory it held at most, mapped files counted apart (Linux only).

  python3 fierce-benchmarks/peak_memory.py COMMAND [ARGUMENT ...]

Anonymous memory (RssAnon of /proc/PID/status, looked at five times a second) is the process's own; pages of mapped files
(RssFile) the system may take back at any time.
"""
import subprocess
import sys
import time


def main():
    start = time.monotonic()
    process = subprocess.Popen(sys.argv[1:])
    peak = {"RssAnon": 0, "RssFile": 0, "VmHWM": 0}
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/status") as status:
                for line in status:
                    name, _, rest = line.partition(":")
                    if name in peak:
                        peak[name] = max(peak[name], int(rest.split()[0]))
        except (FileNotFoundError, ProcessLookupError):
            break
        time.sleep(0.2)
    print(f"exit status {process.wait()}, {time.monotonic() - start:.1f} s; at most "
          f"{peak['RssAnon'] / 1024:.0f} MiB of its own, {peak['RssFile'] / 1024:.0f} MiB of mapped files, "
          f"{peak['VmHWM'] / 1024:.0f} MiB together", file=sys.stderr)


main()
