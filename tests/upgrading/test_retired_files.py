"""What earlier versions generated and no later one does goes with its route."""

from pathlib import Path

import pytest

from conftest import Ant
from support.frozen import EARLIER, UNTOUCHED, unpack
from support.trees import project_files

ROUTES = {"store": "reviews", "clinic": "payments"}
