"""The verbs of training: one verb, one transaction. Views, jobs, the admin and commands call these."""
