"""The record of what was generated: the pristine text of each file, and the version it is of.

It stands in ``.ant/record`` as text, one bundle of files a line, so that ``merge=union`` joins what
two branches wrote: a file called ``project`` and, below ``routes``, one for each route.
"""
