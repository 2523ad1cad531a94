"""Discovering: from a log of somebody else's system to a sound model of how its cases really go."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analytics.errors import NotMeasurable
from analytics.measure import require
from analytics.miners import miners
from analytics.traces import traces_of
from processes.text import _

if TYPE_CHECKING:
    from processes.log.event_log import EventLog
    from processes.model.model import Model

#: More activities make a model nobody can read, and cutting them takes minutes.
MOST_ACTIVITIES = 1000
#: Nor can a drawing with more flows than these be looked at; laying it out takes minutes too.
MOST_FLOWS = 2500


def discover(log: EventLog, *, miner: str = "inductive", noise: float = 0.2, name: str = "") -> Model:
    """Return a model of how the cases of `log` go, laid out, each activity in the lane of who mostly did it.

    `miner` is *inductive*, *heuristic* or *directly_follows* (`analytics.miners`); `noise` from 0 (everything that
    happened is in the model) to 1 leaves out what is rarer than that share of the most frequent way.  The model is
    sound.  Raises `NotMeasurable` for a log without completed activities or with more than a thousand different ones.

    >>> from processes.examples import two_certificates
    >>> [e.name for e in discover(two_certificates()).elements.values() if e.is_task]
    ['Register', 'Sign']
    """
    from processes.model.layout import laid_out
    from processes.model.reading import read_model

    require(log)
    if not 0 <= noise <= 1:
        raise NotMeasurable(
            _("Noise is a share between 0 and 1, not {noise}.").format(noise=noise),
            hint=_("Say 0.2 to leave out what is rarer than a fifth of the most frequent way."),
        )
    traces = traces_of(log)
    activities = {activity for trace in traces for activity in trace}
    if not activities:
        raise NotMeasurable(
            _("No case of the log has completed an activity."),
            hint=_("Choose a longer period, or check which column says that work was completed."),
        )
    if len(activities) > MOST_ACTIVITIES:
        raise NotMeasurable(
            _("The log has {count} different activities; a model of more than {most} cannot be read.").format(
                count=len(activities), most=MOST_ACTIVITIES
            ),
            hint=_("Keep the most frequent activities, or name them without numbers of cases or dates."),
        )
    drawing = miners[miner](traces, noise=noise)
    if len(drawing.flows) > MOST_FLOWS:
        raise NotMeasurable(
            _("The drawing would have {count} flows, more than anybody can look at.").format(
                count=len(drawing.flows)
            ),
            hint=_("Leave out more of what is rare, or choose the inductive miner."),
        )
    return laid_out(read_model(drawing.bpmn(name=name or _named(log), lanes=lanes_of(log))))


def _named(log: EventLog) -> str:
    return str(log.attributes.get("concept:name", "")) or "Discovered procedure"


def lanes_of(log: EventLog) -> dict[str, str]:
    """Return for each activity the group that completed it most often; empty unless each activity has one.

    >>> from processes.examples import two_certificates
    >>> lanes_of(two_certificates())["Register"]
    'clerk'
    """
    import pyarrow.compute as pc

    done = log.activities.filter(pc.fill_null(pc.equal(log.activities["ended_as"], "completed"), False))
    counts = done.group_by(["activity", "group"]).aggregate([("case", "count")]).to_pylist()
    best: dict[str, tuple[int, str]] = {}
    for row in counts:
        if row["group"] is not None:
            found = (row["case_count"], row["group"])
            best[row["activity"]] = max(best.get(row["activity"], (0, "")), found)
    everybody = Counter(row["activity"] for row in counts)
    groups = {activity: group for activity, (_n, group) in best.items()}
    return groups if len(groups) == len(everybody) and len(set(groups.values())) <= 30 else {}
