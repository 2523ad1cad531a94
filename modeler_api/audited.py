"""What the entries of the audit trail are called: the code that is kept, in the words of whoever reads it."""

from __future__ import annotations

from processes.text import Message, _

ACTS: dict[str, Message] = {
    "sign-in": _("Signed in"),
    "sign-out": _("Signed out"),
    "session.end": _("Ended a session"),
    "own.account": _("Changed their own account"),
    "passkey.add": _("Added a passkey"),
    "passkey.remove": _("Removed a passkey"),
    "account.change": _("Changed an account"),
    "organisation.change": _("Changed the organisation"),
    "organisation.export": _("Took the organisation out as a file"),
    "organisation.import": _("Brought the organisation in from a file"),
    "people.read": _("Looked at figures by person"),
    "absence.enter": _("Entered an absence"),
    "absence.accepted": _("Agreed to stand in"),
    "absence.declined": _("Declined to stand in"),
    "absence.withdraw": _("Ended an absence early"),
    "absence.act": _("Began to act for somebody"),
    "case.move": _("Moved cases to another version"),
    "case.move_back": _("Moved cases back"),
    "incident.resolve": _("Settled work offered to nobody"),
    "trace.read": _("Looked at the records of a case"),
    "trace.export": _("Took out the records of a case"),
    "status.read": _("An applicant looked at a case"),
    "document.read": _("Read a document"),
    "document.applicant": _("Showed a document to the applicant"),
    "document.office": _("Hid a document from the applicant"),
    "register.export": _("Took out a register of documents"),
    "model.upload": _("Uploaded a model"),
    "model.save": _("Saved a version"),
    "model.draft.discard": _("Discarded a draft of a model"),
    "model.plan": _("Planned when a version comes into force"),
    "model.unplan": _("Took back when a version comes into force"),
    "model.publish": _("Put a version in force"),
    "model.stage": _("Put a version in force for some cases"),
    "model.widen": _("Put a version in force for more cases"),
    "model.unstage": _("Took a version for some cases back"),
    "model.retire": _("Retired a version"),
    "model.disable": _("Switched a procedure off"),
    "model.enable": _("Switched a procedure on"),
    "review.asked": _("Asked for a review"),
    "review.approval": _("Approved a version"),
    "review.change": _("Asked for a change of a version"),
    "review.remark": _("Remarked on a version"),
    "review.settle": _("Settled a remark"),
    "procedure.give": _("Gave a procedure to another agency"),
    "decision.begin": _("Began a decision table"),
    "decision.remove": _("Removed a decision table"),
    "decision.draft.discard": _("Discarded a draft of a decision table"),
    "scenario.keep": _("Kept a scenario"),
    "scenario.drop": _("Dropped a scenario"),
    "start.pause": _("Paused a start"),
    "start.resume": _("Let a start go on"),
    "trigger.add": _("Added a trigger"),
    "trigger.pause": _("Paused a trigger"),
    "trigger.resume": _("Let a trigger go on"),
    "trigger.remove": _("Removed a trigger"),
    "log.upload": _("Uploaded an event log"),
    "log.export": _("Took out an event log"),
    "outlier.read": _("Looked at unusual cases"),
    "report.export": _("Took out a report"),
    "report.people": _("Looked at a report by person"),
    "redesign.apply": _("Applied a redesign"),
    "redesign.withdraw": _("Withdrew a redesign"),
    "finding.dismiss": _("Dismissed a finding"),
    "finding.restore": _("Restored a finding"),
    "roadmap.export": _("Took out the roadmap"),
    "plan.add": _("Added a line to the plan"),
    "plan.change": _("Changed a line of the plan"),
    "alert.add": _("Added an alert"),
    "alert.change": _("Changed an alert"),
}
"""Each act that is noted when it was done."""

REFUSED: dict[str, Message] = {
    "sign-in": _("Sign-in refused"),
    "status.read": _("A case was asked for with a wrong code"),
}
_REFUSED = _("Was refused")


def called(action: str, outcome: str) -> Message | None:
    """What an entry is called; None for an act nobody has a word for, whose code then stands alone.

    >>> str(called("model.save", "done")), str(called("account.read", "refused")), called("of old", "done")
    ('Saved a version', 'Was refused', None)
    """
    if outcome == "refused":
        return REFUSED.get(action, _REFUSED)
    return ACTS.get(action)
