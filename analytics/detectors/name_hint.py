"""Name hint: what the names of the steps suggest when nobody has annotated the model.

What it finds: In a model without any annotation, steps whose names speak of a visit, of carrying papers, of signatures
    and stamps, of copies and certificates, of cash, in English, Russian, Kyrgyz or Ukrainian.
Why it matters: Five hundred models arrive without annotations; hints say where to begin asking.
Wrong:
    A user task “Візит громадянина” (visit of the citizen).
Right:
    The step is annotated, and the real detectors say what they find.
How sure: Low, always: a name is not a fact.  As soon as one step of the model is annotated, this detector is silent; a
    step dismissed with a reason stays silent too.
Source: vocabulary, name-only fallback; the lexicon below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.study import Study

#: Beginnings of words, by what they hint at: English, Russian, Kyrgyz, Ukrainian.
LEXICON: dict[str, tuple[str, ...]] = {
    "contact": (
        "visit", "come back", "in person", "appear", "queue",
        "визит", "прийти", "явит", "явк", "очеред", "посещ", "лично",
        "келүү", "келет", "келип", "кайра кел", "кезек",
        "візит", "прийти", "відвід", "особист", "черг",
    ),
    "carrying": (
        "bring", "collect", "hand in", "pick up", "deliver paper",
        "принес", "забрать", "донес", "сдать документ",
        "алып кел", "тапшыр",
        "принест", "забрати", "донест",
    ),
    "signature": (
        "sign", "stamp", "seal", "approve", "endorse", "visa",
        "подпис", "печат", "виза", "визир", "согласова", "утверд",
        "кол ко", "мөөр", "бекит",
        "підпис", "печатк", "погодж", "затверд",
    ),
    "paper": (
        "copy", "copies", "certificate", "notar", "certified",
        "копи", "справк", "нотари", "заверен",
        "көчүрмө", "маалымкат", "нотари", "күбөлөндүр",
        "копі", "довідк", "нотарі", "засвідч",
    ),
    "cash": (
        "cash", "pay at", "cashier", "bank receipt",
        "касс", "налич", "квитанц",
        "касса", "накталай", "дүмүрчөк",
        "каса", "касі", "касу", "готівк", "квитанц",
    ),
}  # fmt: skip


@detectors.register
def name_hint(study: Study) -> Iterator[Finding]:
    """Yield one hint for each kind of word in the name of a step of an unannotated model."""
    if study.model is None or study.steps:
        return
    for element in study.model.elements.values():
        if not (element.is_task or element.type in ("SubProcess", "Transaction", "AdHocSubProcess")):
            continue
        for kind in kinds(element.name):
            yield Finding(
                detector="name_hint",
                elements=(element.id,),
                claim=_claim(kind).format(label=element.label),
                evidence=(Evidence(text=_("Only the name says so; nobody has annotated this model.")),),
                confidence="low",
                refutation=_("Actor, channel and papers of “{label}”, once somebody has noted them.").format(
                    label=element.label
                ),
                data={"kind": kind},
            )


def kinds(name: str) -> list[str]:
    """Return what the words of a name hint at.

    >>> kinds("Візит громадянина"), kinds("Head signs, stamp"), kinds("Decide")
    (['contact'], ['signature'], [])
    """
    text = name.casefold()
    return [
        kind
        for kind, words in LEXICON.items()
        if any(re.search(rf"(?<!\w){re.escape(word)}", text) for word in words)
    ]


def _claim(kind: str) -> Message:
    return {
        "contact": _("“{label}” sounds like a visit of the applicant. Is it done in person?"),
        "carrying": _("“{label}” sounds like a paper the applicant carries. Who issued it?"),
        "signature": _("“{label}” sounds like a signature. Does a law demand it?"),
        "paper": _("“{label}” sounds like a paper the state may already hold. Who holds it?"),
        "cash": _("“{label}” sounds like a payment in cash. Could it be made online?"),
    }[kind]
