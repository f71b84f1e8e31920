"""Imports: read a file, map its columns, preview, commit, undo. Knows no kind of import itself.

A higher room teaches it one by registering an `ImportKind` from its AppConfig.ready():

    class Badges(ImportKind):
        key = "badges"
        label = _("Badges")
        help = _("One row per badge.")
        columns = (
            Column("code", _("Code"), synonyms=("badge", "badge no"), required=True, example="B-17"),
            Column("holder", _("Holder"), parse=cells.email, example="ana@example.org"),
        )

        def may_run(self, user, context=None):
            return is_security_officer(user)

        def plan(self, rows, context):
            known = {badge.code: badge for badge in Badge.objects.filter(...)}
            for row in rows:
                after = {"holder": row["holder"]}
                badge = known.get(row["code"])
                if badge is None:
                    yield RowPlan.new(row, after=after)
                else:
                    yield RowPlan.compare(row, badge, before={"holder": badge.holder}, after=after)

        def commit_row(self, plan, *, context, by, now):
            if plan.action is Action.NEW:
                badge = services.issue(code=plan.row["code"], holder=..., by=by, now=now)
                return [touched.created(badge)]
            badge = Badge.objects.select_for_update().get(pk=plan.target)
            before = touched.snapshot(badge, "holder")
            services.hand_over(badge, to=plan.row["holder"], by=by, now=now)
            return [touched.changed(badge, before)]

    register(Badges())

What the machinery sees to: odd encodings and workbooks, protected columns (dropped before anything
is stored), suggested and remembered mappings, cells that don't parse, duplicates of nothing, the
preview and its repairs, chunks that resume after a killed worker, undo, downloads, retention.

What a kind sees to: what a row means. `plan` is called with every good row of the file, once for
the preview and once more when the commit begins; a row whose plan is another by then is set aside
rather than written. `commit_row` may raise `RowRefused("why")` to set its row aside.
"""
