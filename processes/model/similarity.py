"""What is alike in a repository: fragments that repeat, the same check in several procedures, similar models.

Activities are compared by the words of their labels (`label_words`).  Candidates are found through the words they
share, so a repository of a thousand models takes seconds and not the square of its size.

Sources: Dumas, García-Bañuelos, La Rosa & Uba (2013), "Fast detection of exact clones in business process model
repositories", doi:10.1016/j.is.2012.07.002; Dijkman et al. (2011), "Similarity of business process models",
doi:10.1016/j.is.2010.09.006.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from processes.model.label_words import likeness, words
from processes.model.steps_after import following_activities

if TYPE_CHECKING:
    from processes.model.elements import Element
    from processes.model.model import Model

#: From this share of common words on, two labels name the same.
SAME = 0.6
#: A word in more than this share of all labels (*application*, *арыз*) leads to no candidates.
_COMMON = 0.1

_CHECKING = frozenset().union(
    *(
        words(w)
        for w in (
            "check verify examine review inspect control validate assess",
            "проверить проверка проверять рассмотреть рассмотрение экспертиза осмотр сверить контроль",
            "текшерүү текшерет карап чыгуу салыштыруу көзөмөл",
            "перевірити перевірка розглянути розгляд контроль",
        )
    )
)


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """Where something stands: the name of its model in the repository, and the ids of its elements."""

    model: str
    elements: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Something that several models contain; `labels` as the first of them words it."""

    labels: tuple[str, ...]
    occurrences: tuple[Occurrence, ...]

    @property
    def models(self) -> tuple[str, ...]:
        """The names of the models it stands in."""
        return tuple(dict.fromkeys(o.model for o in self.occurrences))


def repeated_fragments(models: Mapping[str, Model], *, least: int = 3) -> tuple[Alike, ...]:
    """Return the connected groups of at least `least` activities that stand in the same order in several models.

    The longest and most frequent come first.  Gateways and events between the activities are looked through.

    >>> from processes import read_model
    >>> one = read_model(b"Register -> Check plan -> Sign -> Issue", dialect="sketch")
    >>> two = read_model(b"Pay -> Checking of plans -> Sign -> Issue it", dialect="sketch")
    >>> [found] = repeated_fragments({"permit": one, "licence": two})
    >>> found.labels, found.models
    (('Check plan', 'Sign', 'Issue'), ('permit', 'licence'))
    """
    names = _classes([(n, e.id, e.name or "") for n, m in models.items() for e in _activities(m)])
    pairs: dict[tuple[int, int], list[tuple[str, str, str]]] = defaultdict(list)
    for name, model in models.items():
        for element in _activities(model):
            one = names.get((name, element.id))
            for after in following_activities(model, element.id):
                other = names.get((name, after))
                if one is not None and other is not None and one != other:
                    pairs[one, other].append((name, element.id, after))
    by_models: dict[frozenset[str], list[tuple[int, int]]] = defaultdict(list)
    for pair, places in pairs.items():
        inside = frozenset(name for name, _a, _b in places)
        if len(inside) > 1:
            by_models[inside].append(pair)
    found = []
    for inside, shared in by_models.items():
        # A pair that more models share belongs to the fragments of each of them too.
        wider = [p for others, ps in by_models.items() if inside < others for p in ps]
        graph: nx.Graph[int] = nx.Graph(shared + wider)
        for group in nx.connected_components(graph):
            if len(group) >= least and any(p[0] in group for p in shared):
                edges = [p for p in (*shared, *wider) if p[0] in group]
                found.append(_fragment(models, names, group, edges, pairs, inside))
    return tuple(sorted(found, key=lambda a: (-len(a.labels) * len(a.models), a.labels)))


def checks_of(model: Model) -> tuple[tuple[str, str], ...]:
    """Return the checks of a model as pairs of name and id, in the order of the file.

    A check is an activity whose `gov:step` has the purpose *control*, or whose label says so in one of four languages.

    >>> from processes import read_model
    >>> checks_of(read_model(b"Register -> Check plan -> Issue", dialect="sketch"))
    (('Check plan', 'check_plan'),)
    """
    return tuple((e.name or "", e.id) for e in _activities(model) if _is_check(e))


def same_checks(models: Mapping[str, Model]) -> tuple[Alike, ...]:
    """Return the checks that several models contain, the most frequent first.

    >>> from processes import read_model
    >>> one = read_model("Register -> Check the family register".encode(), dialect="sketch")
    >>> two = read_model("Pay -> Checking family register -> Issue".encode(), dialect="sketch")
    >>> [found] = same_checks({"allowance": one, "certificate": two})
    >>> found.models
    ('allowance', 'certificate')
    """
    return alike_checks({name: checks_of(model) for name, model in models.items()})


def alike_checks(checks: Mapping[str, Sequence[tuple[str, str]]]) -> tuple[Alike, ...]:
    """Return which of these checks (`checks_of` each model) several models contain, the most frequent first."""
    named = {(model, id_): name for model, pairs in checks.items() for name, id_ in pairs}
    groups: dict[int, list[tuple[str, str]]] = defaultdict(list)
    classes = _classes((model, id_, name) for (model, id_), name in named.items())
    for place in named:
        if place in classes:
            groups[classes[place]].append(place)
    found = [
        Alike(
            labels=(named[members[0]],),
            occurrences=tuple(Occurrence(model=model, elements=(id_,)) for model, id_ in members),
        )
        for members in groups.values()
        if len({model for model, _id in members}) > 1
    ]
    return tuple(sorted(found, key=lambda a: (-len(a.models), a.labels)))


def similarity(one: Model, other: Model) -> float:
    """Return how alike two models are, between 0 (nothing in common) and 1 (the same steps in the same order).

    The mean of two shares, each twice what is common by what there is: matched activities, and matched successions.

    >>> from processes import read_model
    >>> a = read_model(b"Register -> Check -> Issue", dialect="sketch")
    >>> similarity(a, a), similarity(a, read_model(b"Fly -> Swim", dialect="sketch"))
    (1.0, 0.0)
    """
    mine, theirs = _activities(one), _activities(other)
    if not mine or not theirs:
        return 0.0
    matched = _matching(mine, theirs)
    nodes = 2 * len(matched) / (len(mine) + len(theirs))
    edges = {(e.id, a) for e in mine for a in following_activities(one, e.id)}
    their_edges = {(e.id, a) for e in theirs for a in following_activities(other, e.id)}
    if not edges and not their_edges:
        return nodes
    common = sum((matched.get(a), matched.get(b)) in their_edges for a, b in edges)
    return (nodes + 2 * common / (len(edges) + len(their_edges))) / 2


def most_similar(
    model: Model, among: Mapping[str, Model], *, at_least: float = 0.3
) -> list[tuple[str, float]]:
    """Return the names of the models most like `model` with their similarity, the most alike first."""
    mine = frozenset().union(*(words(e.label) for e in _activities(model)))
    found = []
    for name, other in among.items():
        theirs = frozenset().union(*(words(e.label) for e in _activities(other)))
        # Without common words nothing can match: spares the comparison for most of a repository.
        if mine & theirs:
            score = similarity(model, other)
            if score >= at_least:
                found.append((name, score))
    return sorted(found, key=lambda f: (-f[1], f[0]))


def _activities(model: Model) -> list[Element]:
    return [e for e in model.elements.values() if e.is_task and e.name]


def _is_check(element: Element) -> bool:
    if element.step is not None and element.step.purpose is not None:
        return element.step.purpose == "control"
    return bool(words(element.name) & _CHECKING)


def _classes(steps: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], int]:
    """Return, for each step (model, id, name), the number of the class of names that name the same."""
    labels: dict[frozenset[str], list[tuple[str, str]]] = defaultdict(list)
    for model, id_, name in steps:
        labels[words(name)].append((model, id_))
    labels.pop(frozenset(), None)
    said = list(labels)
    known: dict[str, list[int]] = defaultdict(list)
    for number, label in enumerate(said):
        for word in label:
            known[word].append(number)
    limit = max(20, int(len(said) * _COMMON))
    groups = nx.utils.UnionFind(range(len(said)))
    for number, label in enumerate(said):
        rare = [w for w in label if len(known[w]) <= limit]
        candidates = {c for w in rare for c in known[w] if c > number}
        for candidate in candidates:
            if likeness(label, said[candidate]) >= SAME:
                groups.union(number, candidate)
    return {place: groups[number] for number, label in enumerate(said) for place in labels[label]}


def _matching(mine: Iterable[Element], theirs: Iterable[Element]) -> dict[str, str]:
    """Return the pairs of activities that name the same, the surest first, each activity once."""
    pairs = [
        (score, a.id, b.id)
        for a in mine
        for b in theirs
        if (score := likeness(words(a.name), words(b.name))) >= SAME
    ]
    matched: dict[str, str] = {}
    taken: set[str] = set()
    for _score, a, b in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if a not in matched and b not in taken:
            matched[a] = b
            taken.add(b)
    return matched


def _fragment(
    models: Mapping[str, Model],
    names: Mapping[tuple[str, str], int],
    group: set[int],
    edges: Iterable[tuple[int, int]],
    pairs: Mapping[tuple[int, int], list[tuple[str, str, str]]],
    inside: frozenset[str],
) -> Alike:
    places: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        for name, a, b in pairs[edge]:
            if name in inside:
                places[name] |= {a, b}
    occurrences = tuple(
        Occurrence(model=n, elements=tuple(i for i in models[n].elements if i in places[n]))
        for n in models
        if n in places
    )
    first = occurrences[0]
    once = dict.fromkeys(names[first.model, i] for i in first.elements)
    by_class = {names[first.model, i]: models[first.model].label(i) for i in reversed(first.elements)}
    return Alike(labels=tuple(by_class[c] for c in once if c in group), occurrences=occurrences)
