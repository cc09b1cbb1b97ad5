"""The snapshot store after kill -9: what was stored stays, what was cut off does not count, and everything can be put again.

A process of its own stores into a real store and is killed, at a chosen step of its writing or at any time. Only the
killing is faked: at a chosen step the process kills itself.
"""

import hashlib
import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.dataset import NIGHT_PLACEHOLDER
