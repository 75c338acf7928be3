"""Settings of the test run."""

from hypothesis import settings

# No deadline: the first read of a process builds the core's tables, and CI machines pause.
settings.register_profile("warta", deadline=None)
settings.load_profile("warta")
