"""What Camunda 7, Activiti and Flowable have in common: their attributes, forms and expressions, in our terms.

The three grew from one stem and differ in their namespace.  A dialect names its namespaces and its own words; the
translation is here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from processes.model import juel_performers, vendor_behaviour
from processes.model.elements import MultiInstance, Script
from processes.model.flow_nodes import child_text, element_type, read_element_events, read_multi_instance
from processes.model.juel import feel_text, is_juel, to_feel
from processes.model.juel_forms import component
from processes.model.xml import BPMN, local, namespace, tag
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from processes.model.import_report import ImportNotes

#: Attributes and extension elements that are translated; everything else is reported as ignored.
_ATTRIBUTES = frozenset(
    {
        *(
            "assignee",
            "initiator",
            "candidateGroups",
            "candidateUsers",
            "dueDate",
            "priority",
            "formKey",
            "topic",
            "type",
            "class",
        ),
        *(
            "delegateExpression",
            "expression",
            "collection",
            "elementVariable",
            "resultVariable",
            "decisionRef",
            "mapDecisionResult",
            "inheritVariables",
        ),
    }
)
_ELEMENTS = frozenset({"formData", "formProperty", "inputOutput", "in", "out"})
#: The business key of a case, which what it calls has too.
_SAME_KEY = frozenset({"execution.processBusinessKey", "execution.businessKey"})


class JuelTerms:
    """The translation, for one vendor's namespaces."""

    uris: frozenset[str] = frozenset()
    vendor = ""

    def convert(self, source: bytes) -> bytes | None:
        """Return None: the file is BPMN."""
        return None

    def recognises(self, root: etree._Element) -> bool:
        """Return whether the file declares the vendor's namespace."""
        return bool(self.uris & set(root.nsmap.values()))

    def namespaces(self) -> frozenset[str]:
        """Return the vendor's namespaces."""
        return self.uris

    def facts(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        """Return what the vendor's attributes and extensions say of one element or flow."""
        if local(node) == "sequenceFlow":
            return self._flow(node, notes)
        told = len(notes.entries)
        self._report_unhonoured(node, notes)
        facts = juel_performers.assignment(self, node, notes) | juel_performers.initiator(self, node)
        facts |= self._work(node, notes)
        facts |= self._form(node, notes)
        facts |= self._mappings(node, notes)
        facts |= self._timers(node, notes)
        facts |= self._conditions(node, notes)
        facts |= self._listeners(node, notes)
        called = node.get("calledElement") or ""
        if is_juel(called) and (name := juel_performers.name(self, node, called, notes)) is not None:
            facts["called_element"] = name
        many = self._multi_instance(node, notes)
        if many is not None:
            facts["multi_instance"] = many
        lost = tuple(entry.message for entry in notes.entries[told:] if entry.kind == "must fix")
        if lost:
            facts["untranslated"] = lost
        self._report_ignored(node, notes)
        return facts

    def forms(self, root: etree._Element, notes: ImportNotes) -> dict[str, dict[str, Any]]:
        """Return the form fields the file carries, as form-js schemas."""
        found = {}
        for node in root.iter("*"):
            if element_type(node) in ("UserTask", "StartEvent"):
                components = [c for field in self._fields(node) if (c := component(field)) is not None]
                if components:
                    found[_form_id(node)] = {
                        "type": "default",
                        "id": _form_id(node),
                        "components": components,
                    }
        return found

    # What one element says.

    def get(self, node: etree._Element, name: str) -> str | None:
        return next((v for u in self.uris if (v := node.get(tag(u, name))) is not None), None)

    def _own(self, node: etree._Element, *names: str) -> Iterator[etree._Element]:
        holder = node.find(tag(BPMN, "extensionElements"))
        for child in holder.iterchildren("*") if holder is not None else ():
            if namespace(child) in self.uris and (not names or local(child) in names):
                yield child

    def feel(self, node: etree._Element, text: str, what: str, notes: ImportNotes) -> str | None:
        """Return the FEEL of an expression, noting what became of it."""
        translated = to_feel(text)
        owner = _owner(node)
        if translated is None:
            notes.note(
                "must fix",
                _("{what} “{text}” calls into {vendor} and cannot be translated; write it in FEEL.").format(
                    what=what, text=text, vendor=self.vendor
                ),
                element=owner,
                line=int(node.sourceline or 0),
            )
        else:
            notes.note(
                "translated",
                _("{what} “{text}” is read as “{feel}”.").format(what=what, text=text, feel=translated),
                element=owner,
                line=int(node.sourceline or 0),
            )
        return translated

    def _flow(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        told = len(notes.entries)
        self._report_unhonoured(node, notes)
        lost = tuple(entry.message for entry in notes.entries[told:])
        facts: dict[str, Any] = {"untranslated": lost} if lost else {}
        condition = node.find(tag(BPMN, "conditionExpression"))
        text = "".join(condition.itertext()).strip() if condition is not None else ""
        translated = self.feel(node, text, "The condition", notes) if is_juel(text) else None
        if translated is not None:
            facts |= {"condition": translated, "condition_language": None}
        return facts

    def _work(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        decision = self.get(node, "decisionRef")
        if decision:
            # Camunda gives a list of rows unless told otherwise, Flowable the outputs as variables.
            facts["decision_shape"] = self.get(node, "mapDecisionResult") or "resultList"
        decision = decision or self._decision_field(node)
        if decision:
            facts["decision"] = decision
            facts["decision_result"] = self.get(node, "resultVariable")
        topic = self.get(node, "topic")
        for attribute in ("delegateExpression", "class"):
            text = self.get(node, attribute)
            if topic is None and text:
                topic = text.strip("${}# ") if attribute != "class" else text.rpartition(".")[2]
                notes.note(
                    "translated",
                    _("The Java of “{topic}” stays behind; a service named so is asked instead.").format(
                        topic=topic
                    ),
                    element=_owner(node),
                    line=int(node.sourceline or 0),
                )
        if topic:
            facts["topic"] = topic
        result = self.get(node, "resultVariable")
        script = node.find(tag(BPMN, "script"))
        if result and script is not None:
            facts["script"] = Script(
                language=(node.get("scriptFormat") or "").strip(),
                text="".join(script.itertext()).strip(),
                result=result,
            )
        elif result and topic and not decision:
            facts["outputs"] = (("result", result),)
        computed = self.get(node, "expression")
        if computed and not (topic or decision):
            facts |= self._computed(node, computed, result, notes)
        return facts

    def _computed(
        self, node: etree._Element, text: str, result: str | None, notes: ImportNotes
    ) -> dict[str, Any]:
        """Return the script of a task that is nothing but an expression; without a result, nothing comes of it."""
        translated = self.feel(node, text, "The expression", notes) if is_juel(text) else feel_text(text)
        if translated is None:
            return {}
        return {
            "script": Script(language="feel", text=translated, result=result)
            if result
            else Script(language="feel", text="{}")
        }

    def _decision_field(self, node: etree._Element) -> str | None:
        """Return the decision of Flowable's DMN task, which it names in a field."""
        for each in self._own(node, "field"):
            if each.get("name") in ("decisionTableReferenceKey", "decisionServiceReferenceKey"):
                return each.get("stringValue") or "".join(each.itertext()).strip() or None
        return None

    def _fields(self, node: etree._Element) -> list[etree._Element]:
        fields = list(self._own(node, "formProperty"))
        for data in self._own(node, "formData"):
            fields += [c for c in data.iterchildren("*") if local(c) == "formField"]
        return fields

    def _form(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        key = self.get(node, "formKey")
        if self._fields(node):
            return {"form": _form_id(node)}
        if key:
            notes.note(
                "ignored",
                _("The form “{key}” lies outside the file; attach a form of your own.").format(key=key),
                element=_owner(node),
                line=int(node.sourceline or 0),
            )
        return {}

    def _mappings(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        inputs: list[tuple[str, str]] = []
        outputs: list[tuple[str, str]] = []
        for mapping in self._own(node, "inputOutput"):
            for parameter in mapping.iterchildren("*"):
                name = parameter.get("name") or ""
                value = self._parameter(node, parameter, name, notes)
                if value is not None:
                    (inputs if local(parameter) == "inputParameter" else outputs).append((value, name))
        for passed in self._own(node, "in", "out"):
            source, target = passed.get("source"), passed.get("target")
            expression = passed.get("sourceExpression")
            if expression and target:
                source = self.feel(node, expression, "The value passed", notes)
            if source and target:
                (inputs if local(passed) == "in" else outputs).append((source, target))
            self._report_unpassed(node, passed, notes)
        facts: dict[str, Any] = {}
        if element_type(node) == "CallActivity":
            # Nothing is passed that is not said to be.
            facts["takes_all"] = self._passes_all(node, "in") or self.get(node, "inheritVariables") == "true"
            facts["gives_all"] = self._passes_all(node, "out")
        if inputs:
            facts["inputs"] = tuple(inputs)
        if outputs:
            facts["outputs"] = tuple(outputs)
        return facts

    def _passes_all(self, node: etree._Element, direction: str) -> bool:
        return any(passed.get("variables") == "all" for passed in self._own(node, direction))

    def _report_unpassed(self, node: etree._Element, passed: etree._Element, notes: ImportNotes) -> None:
        """Say what of a mapping between caller and called is not passed on as it is written."""
        key = passed.get("businessKey")
        if key and key.strip("${}# ") not in _SAME_KEY:
            text = _(
                "What is called shares the case's business key; it cannot have “{key}” of its own."
            ).format(key=key)
        elif passed.get("local") == "true":
            text = _("Only what is local to “{owner}” is to be passed, which is not told apart here.").format(
                owner=_owner(node) or ""
            )
        else:
            return
        notes.note("must fix", text, element=_owner(node), line=int(passed.sourceline or 0))

    def _parameter(
        self, node: etree._Element, parameter: etree._Element, name: str, notes: ImportNotes
    ) -> str | None:
        if len(parameter):
            notes.note(
                "must fix",
                _("“{name}” is computed by a script, list or map, which is not translated.").format(
                    name=name
                ),
                element=_owner(node),
                line=int(parameter.sourceline or 0),
            )
            return None
        text = (parameter.text or "").strip()
        if is_juel(text):
            return self.feel(node, text, f"“{name}”", notes)
        return feel_text(text)

    def _timers(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        definitions = read_element_events(node)
        changed = False
        for index, definition in enumerate(definitions):
            if definition.expression and is_juel(definition.expression):
                translated = self.feel(node, definition.expression, "The event's expression", notes)
                if translated is not None:
                    definitions[index] = replace(definition, expression=translated)
                    changed = True
        if not changed:
            return {}
        return {"event_definition": definitions[0], "event_definitions": tuple(definitions)}

    def _conditions(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        """Return the conditions of a loop, an ad-hoc subprocess or a complex gateway."""
        facts = {}
        loop = node.find(tag(BPMN, "standardLoopCharacteristics"))
        for holder, name, field in (
            (loop, "loopCondition", "loop_condition"),
            (node, "completionCondition", "completion_condition"),
            (node, "activationCondition", "activation_condition"),
        ):
            text = child_text(holder, name) if holder is not None else None
            if text and is_juel(text):
                translated = self.feel(node, text, "The condition", notes)
                if translated is not None:
                    facts[field] = translated
        return facts

    def _listeners(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        """Return the variables that listeners set when an activity starts; whatever else they do is refused."""
        plain = [
            vendor_behaviour.plain_assignment(node, said) for said in self._own(node, "executionListener")
        ]
        found = tuple(pair for pair in plain if pair is not None)
        for source, target in found:
            notes.note(
                "translated",
                _("A listener sets “{name}” to “{feel}” when the step starts.").format(
                    name=target, feel=source
                ),
                element=_owner(node),
                line=int(node.sourceline or 0),
            )
        return {"sets_at_start": found} if found else {}

    def _multi_instance(self, node: etree._Element, notes: ImportNotes) -> MultiInstance | None:
        loop = node.find(tag(BPMN, "multiInstanceLoopCharacteristics"))
        many = read_multi_instance(node)
        if loop is None or many is None:
            return None
        collection = self.get(loop, "collection")
        if collection and is_juel(collection):
            collection = self.feel(node, collection, "The collection", notes)
        facts: dict[str, Any] = {}
        for field in ("cardinality", "completion_condition"):
            text = getattr(many, field)
            if text and is_juel(text):
                facts[field] = self.feel(node, text, "The repetition", notes) or text
        return replace(
            many,
            collection=collection or many.collection,
            item=self.get(loop, "elementVariable") or many.item,
            **facts,
        )

    def _report_unhonoured(self, node: etree._Element, notes: ImportNotes) -> None:
        for message, where in vendor_behaviour.unhonoured(node, self.uris, self.vendor):
            notes.note("must fix", message, element=_owner(node), line=int(where.sourceline or 0))

    def _report_ignored(self, node: etree._Element, notes: ImportNotes) -> None:
        found: Counter[str] = Counter()
        for key in node.attrib:
            text = str(key)
            uri, _brace, name = text[1:].partition("}")
            if text.startswith("{") and uri in self.uris and name not in _ATTRIBUTES | vendor_behaviour.NAMES:
                found[name] += 1
        found.update(local(c) for c in self._own(node) if local(c) not in _ELEMENTS | vendor_behaviour.NAMES)
        for name, count in sorted(found.items()):
            notes.note(
                "ignored",
                _("{name} of {vendor} ({count}) is kept in the file and given no meaning here.").format(
                    name=name, vendor=self.vendor, count=count
                ),
                element=_owner(node),
                line=int(node.sourceline or 0),
            )


def _owner(node: etree._Element) -> str | None:
    return node.get("id")


def _form_id(node: etree._Element) -> str:
    return f"{node.get('id')}_form"
