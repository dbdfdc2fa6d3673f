"""Starting the portal

From nothing but installed packages to the first page answered, and the same again with the data there.
"""

import time

from benchmarks.run import Ratio
from tests.clone import copy_of_the_tree, free_port, start


def measure():
    with copy_of_the_tree() as clone:
        first, second = seconds_to_first_page(clone), seconds_to_first_page(clone)
    yield Ratio("second start", second / first, "first start, which loads every village and the published data")


def seconds_to_first_page(clone):
    began = time.perf_counter()
    process, _ = start(clone, free_port())
    taken = time.perf_counter() - began
    process.terminate()
    process.wait()
    return taken
