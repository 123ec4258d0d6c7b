"""A release of the whole work process: read as one, checked as one."""

from phu_runtime.workprocess.checking import check_release
from phu_runtime.workprocess.release import WorkProcess, digest, read_release

__all__ = ["WorkProcess", "check_release", "digest", "read_release"]
