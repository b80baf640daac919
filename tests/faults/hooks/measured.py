"""Runs a command and tells on the last line of stderr what it took: seconds of the processor, and MiB at most."""

import resource
import subprocess
import sys

done = subprocess.run(sys.argv[1:], check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1024 if sys.platform == "darwin" else 1
sys.stderr.write(f"{done.returncode} {used.ru_utime + used.ru_stime:.3f} {used.ru_maxrss / unit / 1024:.1f}\n")
