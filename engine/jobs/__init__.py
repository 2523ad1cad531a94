"""Work done after the transaction that asked for it: through one port, by two real implementations.

`inline` runs jobs in the process, right after the commit; `celery` sends them to workers over a broker.  Either way a
job is a row of the outbox first, so that a crash between commit and send loses nothing, and every job is safe to run
twice: the second time finds it done.
"""
