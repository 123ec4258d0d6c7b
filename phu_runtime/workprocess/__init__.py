"""A release of the whole work process: read as one, checked as one."""

from phu_runtime.workprocess.release import WorkProcess, digest, read_release

__all__ = ["WorkProcess", "digest", "read_release"]
