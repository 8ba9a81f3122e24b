# The shipped course, presets and themes, installed as they are. Lists are made by hand on purpose: a file that is not
# listed is not shipped, and tests/shipped says so.
include content/files.mk
