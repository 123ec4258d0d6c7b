"""``python -m phu_runtime``."""

import sys

from phu_runtime.cli import main

sys.exit(main())
