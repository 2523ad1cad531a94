"""The verbs of whoever writes decisions: deploy them on their own, try one out, see what is deployed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from engine import arguments, deciding
from engine import decisions as dmn
from engine.decision_version import DecisionVersion
from engine.errors import UnknownDecision
from engine.plain_values import plain
from engine.store import decisions

if TYPE_CHECKING:
    from engine.store import Unit
    from engine.workshop import Workshop
    from processes.decision.model import DecisionModel


class Deciding:
    """The part of `engine.Engine` that is about decisions."""

    _shop: Workshop
    _write: Callable[[Callable[[Unit], Any]], Any]

    def deploy_decisions(
        self, model: DecisionModel | Iterable[DecisionModel], *, by: str
    ) -> list[DecisionVersion]:
        """Return the versions of the decisions in one or several DMN files; unchanged ones keep theirs.

        Definitions that are deployed stay with the versions they have.  Raises `NotExecutable` with every reason.
        """
        models, who = arguments.decision_models(model), arguments.person(by)
        deployed: list[DecisionVersion] = self._write(
            lambda unit: deciding.deploy(self._shop, unit, models, by=who)
        )
        return deployed

    def decisions(self, *, latest: bool = True) -> list[DecisionVersion]:
        """Return what decisions are deployed, by key; with `latest=False` all versions, the newest first."""
        with self._shop.store.read() as unit:
            return decisions.all_of(unit, latest=latest)

    def decision_files(self) -> list[DecisionModel]:
        """Return the DMN files behind the newest version of every decision, each once."""
        with self._shop.store.read() as unit:
            digests = dict.fromkeys(
                file for each in decisions.all_of(unit, latest=True) for file in each.files
            )
            return [self._shop.decision_model(unit, digest) for digest in digests]

    def evaluate(
        self,
        decision: str | DecisionVersion | DecisionModel,
        data: Mapping[str, Any] | None = None,
        *,
        name: str | None = None,
        version: int | None = None,
    ) -> dmn.Outcome:
        """Return what a decision says of `data`, and why; nothing is written.

        `decision` is the id of a deployed one (in its latest or the given `version`), or a model that is not deployed,
        of which `name` says which decision is meant when there are several.  Raises `Undecided` when there is no lawful
        result, `UnknownDecision` for a name nobody deployed.

        >>> from engine import Engine
        >>> from processes import read_decisions
        >>> model = read_decisions(b'''<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="Fees"
        ...  namespace="urn:fees"><decision id="fee" name="Fee"><decisionTable hitPolicy="FIRST"><input label="Area">
        ...  <inputExpression><text>area</text></inputExpression></input><output name="fee"/>
        ...  <rule id="large"><inputEntry><text>&gt; 100</text></inputEntry>
        ...  <outputEntry><text>400</text></outputEntry></rule>
        ...  <rule id="any"><inputEntry><text>-</text></inputEntry><outputEntry><text>250</text></outputEntry></rule>
        ...  </decisionTable></decision></definitions>''')
        >>> outcome = Engine("sqlite://").evaluate(model, {"area": 120})
        >>> outcome.value, outcome.trace[0]["tables"][0]["rules"][0]["id"]
        (400, 'large')
        """
        given = plain(data)
        if not isinstance(decision, (str, DecisionVersion)):
            models = arguments.decision_models(decision)
            known = [*models[-1].decisions]
            if name is None and len(known) != 1:
                raise UnknownDecision("", known)
            return self._shop.at_this_moment(lambda: dmn.decide(models, name or known[0], given))
        with self._shop.store.read() as unit:
            key = decision.id if isinstance(decision, DecisionVersion) else decision
            found = decisions.by_id(unit, key) or decisions.by_key(unit, key, version)
            if found is None:
                raise UnknownDecision(key, [each.key for each in decisions.all_of(unit)])
            models = [self._shop.decision_model(unit, digest) for digest in found.files]
        return self._shop.at_this_moment(lambda: dmn.decide(models, found.key, given))
