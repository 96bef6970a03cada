"""The record of what was generated: the pristine text of each file, and its version.

It is in ``.ant/record`` as text, one bundle of files a line, so that ``merge=union`` joins the
bundles of two branches: a file ``project`` and, below ``routes``, one for each route.
"""
