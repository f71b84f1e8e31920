"""What a demo or a test run needs on a bare machine: a database, assets, a process supervisor.

Nothing here imports Django, and nothing of it runs in production.
"""
