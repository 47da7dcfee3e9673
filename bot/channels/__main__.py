"""`python -m bot.channels ...` is Rasa's own command with Levelfield's way of calling the action server.

`rasa shell` loads no channel of ours, and would meet a dead action server with silence.
"""

from __future__ import annotations

from rasa.__main__ import main

from bot.channels import action_endpoint as action_endpoint  # imported for what it replaces in Rasa
from bot.channels import typed_titles as typed_titles  # imported for what it replaces in Rasa
from bot.channels.personal import look_after, personal_data
from bot.settings import Settings
from bot.trackers import agent_store as agent_store  # likewise

if __name__ == "__main__":
    look_after(personal_data(Settings.from_env()))
    main()
