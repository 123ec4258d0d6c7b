"""Runs alone, with limits: reads layout and letter as JSON, writes the PDF. Knows nothing of the rest of the runtime."""

import json
import resource
import sys

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 5


def main(root: str) -> None:
    """``root``: an empty directory, the only one that typst may read."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    import typst

    order = json.load(sys.stdin)
    pdf = typst.compile(
        order["layout"].encode(),
        root=root,
        format="pdf",
        font_paths=[],
        ignore_system_fonts=True,
        package_path=root,
        package_cache_path=root,
        sys_inputs={"brief": json.dumps(order["letter"])},
        pdf_standards=["ua-1"],
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main(sys.argv[1])
