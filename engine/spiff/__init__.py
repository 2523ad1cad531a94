"""The only room that knows SpiffWorkflow.

From the guest come the graph of specs, the tree of live tasks and their states.  Everything where stock BPMN behaviour
is silently wrong (joins, boundaries, loops, data, deep trees) is done by specs of our own (`specs/`) and a run loop of
our own (`advance.py`).  Nobody outside this package sees a SpiffWorkflow `Task`: in go a plan, bytes and plain values,
out come bytes and `Effects`.
"""
