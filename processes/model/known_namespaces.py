"""The namespaces files of modellers declare, by their usual prefixes, and the names BPMN gives its elements.

Source: OMG BPMN 2.0.2, 15.3; the documentation of the products.
"""

from __future__ import annotations

from processes.model import gov
from processes.model.elements import ACTIVITIES, EVENTS, GATEWAYS
from processes.model.xml import BPMN, BPMNDI, DC, DI, XSI

BY_PREFIX = {
    **dict.fromkeys(("bpmn", "bpmn2", "semantic", "model", "b", "ns0"), BPMN),
    "bpmndi": BPMNDI,
    **dict.fromkeys(("dc", "omgdc"), DC),
    **dict.fromkeys(("di", "omgdi"), DI),
    "xsi": XSI,
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "gov": gov.NAMESPACE,
    "camunda": "http://camunda.org/schema/1.0/bpmn",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
    "modeler": "http://camunda.org/schema/modeler/1.0",
    "activiti": "http://activiti.org/bpmn",
    "flowable": "http://flowable.org/bpmn",
    "spiffworkflow": "http://spiffworkflow.org/bpmn/schema/1.0/core",
    "signavio": "http://www.signavio.com",
    "bioc": "http://bpmn.io/schema/bpmn/biocolor/1.0",
    "color": "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
}

#: The names of elements, by their lower case.
ELEMENT_NAMES = {
    name.lower(): name
    for name in (
        *(type_[0].lower() + type_[1:] for type_ in sorted(ACTIVITIES | GATEWAYS | EVENTS)),
        *(
            "definitions",
            "process",
            "collaboration",
            "participant",
            "laneSet",
            "lane",
            "flowNodeRef",
            "sequenceFlow",
        ),
        *("messageFlow", "conditionExpression", "extensionElements", "incoming", "outgoing", "documentation"),
        *("timerEventDefinition", "messageEventDefinition", "signalEventDefinition", "errorEventDefinition"),
        *("escalationEventDefinition", "terminateEventDefinition", "conditionalEventDefinition"),
        *(
            "linkEventDefinition",
            "compensateEventDefinition",
            "cancelEventDefinition",
            "timeDuration",
            "timeDate",
        ),
        *(
            "timeCycle",
            "dataObject",
            "dataObjectReference",
            "dataStoreReference",
            "textAnnotation",
            "association",
        ),
        *(
            "multiInstanceLoopCharacteristics",
            "standardLoopCharacteristics",
            "message",
            "signal",
            "error",
            "escalation",
        ),
    )
}

#: What people and language models call elements, by its letters in lower case; each can only mean one thing.
ALIASES = {
    **dict.fromkeys(("flow", "transition", "connector", "edge", "sequence"), "sequenceFlow"),
    **dict.fromkeys(("start", "startnode", "beginevent"), "startEvent"),
    **dict.fromkeys(("end", "endnode", "finishevent"), "endEvent"),
    **dict.fromkeys(("humantask", "usertasks", "userinteraction"), "userTask"),
    **dict.fromkeys(("activity", "step", "action"), "task"),
    **dict.fromkeys(("systemtask", "automatictask", "automatedtask"), "serviceTask"),
    **dict.fromkeys(("decision", "xorgateway", "decisiongateway"), "exclusiveGateway"),
    **dict.fromkeys(("andgateway", "fork"), "parallelGateway"),
    "orgateway": "inclusiveGateway",
    "pool": "participant",
    "annotation": "textAnnotation",
    "condition": "conditionExpression",
}

#: The attributes that hold the flow together, by their letters in lower case.
ATTRIBUTE_NAMES = {
    name.lower(): name
    for name in (
        *("id", "name", "default", "isExecutable", "sourceRef", "targetRef", "attachedToRef", "processRef"),
        *("calledElement", "cancelActivity", "triggeredByEvent", "isForCompensation", "isInterrupting"),
        *("messageRef", "signalRef", "errorRef", "escalationRef", "dataObjectRef", "dataStoreRef"),
        *("gatewayDirection", "eventGatewayType", "targetNamespace", "bpmnElement"),
    )
}

#: What the ends of a flow are called elsewhere.
ENDS = {
    **dict.fromkeys(("source", "from", "sourceid", "sourcenode", "fromid"), "sourceRef"),
    **dict.fromkeys(("target", "to", "targetid", "targetnode", "toid"), "targetRef"),
}

_MEANT = ("omg.org/spec/bpmn", "omg.org/bpmn", "schema.omg.org", "/bpmn/20100524", "bpmn20", "bpmn/2.0")


def is_meant_as_bpmn(uri: str) -> bool:
    """Return whether a namespace is a misspelling of BPMN's, not that of something else.

    >>> is_meant_as_bpmn("http://www.omg.org/spec/BPMN/20100524/MODEL/")
    True
    >>> is_meant_as_bpmn("http://www.wfmc.org/2008/XPDL2.1")
    False
    """
    low = uri.lower()
    return any(part in low for part in _MEANT) and "/di" not in low and "/dc" not in low
