"""The figures about fairness that are stored with a run, and follow its draft."""

from datetime import datetime

from matching.adapter.fairness import case_of
from matching.fairness import Memory, audit, stored
from matching.models import FairnessReport, MatchDraft, MatchRun


def fairness_of(run: MatchRun, *, now: datetime) -> FairnessReport | None:
    """The report on a run's pairs as its draft stands; None where the run has no result.

    Worked out anew where somebody has decided something since, so whoever reads it sees the pairs
    that are in front of them. The version is read first: a decision in between makes it stale
    again, never wrong for good.
    """
    draft = MatchDraft.objects.filter(run=run).first()
    if draft is None:
        return None
    report = FairnessReport.objects.filter(run=run).first()
    if report and report.draft_version == draft.version:
        return report
    memory = Memory(report.decided if report else {})
    found = audit(case_of(run, draft), memory)
    facts = {"facts": stored(found), "decided": memory.used, "draft_version": draft.version}
    report, _created = FairnessReport.objects.update_or_create(
        run=run, defaults=facts | {"computed_at": now}
    )
    return report
