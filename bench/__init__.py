"""How fast it is: each module here measures one thing and says what was counted.

`python3 dev.py bench` runs all of them, `python3 dev.py bench run_cases` one, and `--smoke` each in its smallest size,
to see that it still works. Numbers are medians of several rounds; they are kept in `var/bench/` so that a later run
shows the change. A module has a docstring, whose first line is its title, and `measure(size)`.
"""

from __future__ import annotations
