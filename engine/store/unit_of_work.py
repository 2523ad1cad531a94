"""The unit of work: one verb, one transaction, and the only commit of the engine.

A person's action waits, or is tried again, when others write the same rows; it never shows a lock error.  Only after
seconds of this is the verb given up with `Busy`, with nothing done.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError

from engine.errors import InvalidArgument, OtherSchema, OutcomeUnknown
from engine.store.connect import AtHand, as_failure, connect, driver_cursor, is_memory
from engine.store.schema import migrate_connection, newest, revision
from engine.store.writing_turn import BUSY_SECONDS, WritingTurn, begin_writing, busy
from processes.text import _

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.pool import PoolProxiedConnection

T = TypeVar("T")
Row = TypeVar("Row", bound="tuple[Any, ...]")

ATTEMPTS = 12
_GONE = (
    "connection refused",
    "connection failed",
    "connection to server",
    "server closed the connection",
    "the connection is closed",
    "the connection is lost",
    "terminating connection",
    "starting up",
    "shutting down",
    "consuming input failed",
)
_PASSING = ("locked", "busy", "deadlock", "could not serialize", "lock timeout")


class Conflict(Exception):
    """Somebody else changed the instance between our reading and our writing; the verb is tried again."""


class Unit:
    """One open transaction; what is in `after_commit` is done once it stands.

    Most verbs say all they have to say in compiled statements, to the driver alone; SQLAlchemy's connection around the
    same transaction is made when somebody asks for it.
    """

    def __init__(self, pooled: PoolProxiedConnection, engine: Engine, *, writes: bool) -> None:
        self.pooled = pooled
        self.writes = writes
        self.dialect = engine.dialect
        self.is_postgres = engine.dialect.name == "postgresql"
        self.after_commit: list[Callable[[], None]] = []
        self.stands = False
        self.gathered: list[tuple[str, list[Any]]] | None = None
        self._engine = engine
        self._connection: Connection | None = None
        self._cursor: Any = None

    @property
    def cursor(self) -> Any:
        """The driver's cursor of this transaction, for compiled statements."""
        if self._cursor is None:
            self._cursor = driver_cursor(self.pooled, self.dialect)
        return self._cursor

    @property
    def connection(self) -> Connection:
        """SQLAlchemy's connection in this transaction, for what is asked rarely."""
        if self._connection is None:
            self._connection = sa.Connection(self._engine, self.pooled).execution_options(kyzmat_begun=True)
        return self._connection

    def begin(self) -> None:
        """Begin to write or only to read: a writer takes SQLite's lock at once, so that it cannot fail half way."""
        if self.is_postgres:
            return
        if self.writes:
            self._ask("BEGIN IMMEDIATE", lambda: begin_writing(self.cursor))
        else:
            self._ask("BEGIN", lambda: self.cursor.execute("BEGIN"))

    def commit(self) -> None:
        """Let it stand."""
        self._ask("COMMIT", lambda: self.dialect.do_commit(self.pooled))
        self.stands = True

    def rest(self) -> bool:
        """End what is still open; return whether the connection can be used again as it is."""
        if not self.pooled.is_valid:
            return False
        if not self.stands:
            self._ask("ROLLBACK", lambda: self.dialect.do_rollback(self.pooled))
        return True

    def _ask(self, text: str, act: Callable[[], object]) -> None:
        try:
            act()
        except self.dialect.loaded_dbapi.Error as error:
            raise self.failure(text, error) from error

    def failure(self, text: str, error: Exception) -> DBAPIError:
        """Return the driver's error as SQLAlchemy's; a connection that is lost is not used again."""
        lost = self.dialect.is_disconnect(error, self.pooled, self._cursor)  # type: ignore[arg-type]  # the driver's
        if lost:
            if self._connection is not None:
                self._connection.invalidate(error)
            else:
                self.pooled.invalidate(error)
        return as_failure(text, error, self.dialect, lost=lost)

    def gather(self) -> None:
        """Hold back what is written row by row from now on, to go out with the statement that closes a verb.

        No row may be touched twice by what is held back: its order is not kept.

        To another machine each statement is a journey there and back; SQLite is here, so it is asked at once.
        """
        if self.is_postgres:
            self.gathered = []

    def lock_for(self, statement: sa.Select[Row], *, skip: bool = False) -> sa.Select[Row]:
        """Return `statement` with its rows locked for us; SQLite has one writer at a time anyway."""
        return statement.with_for_update(skip_locked=skip) if self.is_postgres else statement


class Store:
    """The database of an engine."""

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            self.engine = connect(url)
        except (ArgumentError, ImportError, AttributeError, ValueError):
            # The address is not repeated: it may hold a password.
            raise InvalidArgument(
                "url",
                message=_("This is no address of a database the engine can use."),
                hint=_("Give “sqlite://”, “sqlite:///file.db” or “postgresql://…”."),
            ) from None
        self._at_hand = AtHand(self.engine)
        self._memory = is_memory(url)
        # A database in memory has one connection, so its transactions take turns; setting up takes turns too.
        self._turns = RLock()
        no_turn: AbstractContextManager[object] = nullcontext()
        on_file = self.engine.dialect.name == "sqlite" and not self._memory
        self._reading_turn = self._turns if self._memory else no_turn
        self._writing_turn = WritingTurn() if on_file else self._reading_turn
        self._is_ready = False

    def migrate(self) -> None:
        """Bring the schema to this version."""
        self._reach()
        with self.engine.begin() as connection:
            migrate_connection(connection)
        self._is_ready = True

    def _reach(self) -> None:
        try:
            with self.engine.connect().execution_options(kyzmat_reads=True):
                pass
        except OperationalError as error:
            if _is_passing(error):
                raise
            raise InvalidArgument(
                "url",
                message=_("The database {url} cannot be opened: {reason}.").format(
                    url=self.engine.url.render_as_string(),
                    reason=str(error.orig).strip().partition("\n")[0].rstrip("."),
                ),
                hint=_("Check that its folder exists, or that its server is running."),
            ) from None

    def _make_ready(self) -> None:
        """Set up an empty database; one of another version is not touched but named."""
        if self._is_ready:
            return
        with self._turns:
            self._reach()
            with self.engine.connect().execution_options(kyzmat_reads=True) as connection:
                present = revision(connection)
            if present is None:
                self.migrate()
            elif present != newest():
                raise OtherSchema(
                    _("The database has the schema {present}; this version needs {newest}.").format(
                        present=present, newest=newest()
                    ),
                    hint=_("Run “kyzmat migrate”."),
                )
            self._is_ready = True

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """Give a transaction for reading."""
        self._make_ready()
        with self._reading_turn:
            unit = self._open(writes=False)
            try:
                unit.begin()
                yield unit
                # Not rolled back: that would cost the connection its prepared statements.
                unit.commit()
            finally:
                self._put_away(unit)

    def _open(self, *, writes: bool) -> Unit:
        return Unit(self._at_hand.take(writes=writes), self.engine, writes=writes)

    def _put_away(self, unit: Unit) -> None:
        try:
            is_usable = unit.rest()
        except DBAPIError:
            is_usable = False
        if is_usable:
            self._at_hand.put(unit.pooled, writes=unit.writes)
        elif unit.pooled.is_valid:
            unit.pooled.invalidate()

    def write(self, verb: Callable[[Unit], T]) -> T:
        """Run `verb` in one transaction and commit it; on contention, again."""
        self._make_ready()
        until = time.monotonic() + BUSY_SECONDS
        for attempt in range(ATTEMPTS):
            try:
                return self._attempt(verb)
            except UnicodeEncodeError as error:
                # Half a character, in a reason or a comment, say: neither the history's seal nor a database takes it.
                raise InvalidArgument(
                    "text",
                    error.object[error.start : error.end],
                    hint=_("Give a text of whole characters: no NUL, no half of a character."),
                ) from error
            except (Conflict, DBAPIError) as error:
                gone = _is_gone(error)
                if not gone and not _is_passing(error):
                    raise
                is_last = attempt == ATTEMPTS - 1 or time.monotonic() >= until
                if is_last and (gone or isinstance(error, IntegrityError)):
                    raise
            if is_last:
                break
            # A server that restarts is away for a second or two, a lock for some milliseconds.
            longest = 0.2 if gone else 0.02
            time.sleep(random.uniform(longest / 2 if gone else 0.0, longest) * (attempt + 1))
        raise busy()

    def _attempt(self, verb: Callable[[Unit], T]) -> T:
        with self._writing_turn:
            unit = self._open(writes=True)
            try:
                unit.begin()
                result = verb(unit)
                try:
                    unit.commit()
                except DBAPIError as error:
                    if not _is_gone(error):
                        raise
                    raise OutcomeUnknown(
                        _("The database went away while this was being written; it may or may not be done."),
                        hint=_("Look whether it is done, or repeat it with the same idempotency key."),
                    ) from error
            finally:
                self._put_away(unit)
        for act in unit.after_commit:
            act()
        return result

    def dispose(self) -> None:
        """Close all connections."""
        self._at_hand.clear()
        self.engine.dispose()


def _is_gone(error: Exception) -> bool:
    """Whether the server went away, or is not back yet, so that nothing was written."""
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or (
        isinstance(error, OperationalError) and any(word in str(error.orig).lower() for word in _GONE)
    )


def _is_passing(error: Exception) -> bool:
    # Two verbs that insert the same key (a version, an idempotency key) meet here; the second then finds the first.
    return isinstance(error, (Conflict, IntegrityError)) or any(
        word in str(error).lower() for word in _PASSING
    )
