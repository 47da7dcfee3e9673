"""`python -m bot.channels` is the command `rasa` as Levelfield uses it: without Rasa's networks, see `bot.no_networks`.

`shell` loads no channel of ours: here it gets Levelfield's way of calling the action server, without which it would
meet a dead one with silence.
"""

from __future__ import annotations

import sys

from bot.settings import Settings


def main() -> None:
    """Do what the command line says."""
    from rasa.__main__ import main as rasa

    if sys.argv[1:2] == ["shell"]:
        _prepare_shell()
    rasa()


def _prepare_shell() -> None:
    # The first three are imported for what they replace in Rasa.
    from bot.channels import action_endpoint as action_endpoint
    from bot.channels import typed_titles as typed_titles
    from bot.channels.personal import look_after, personal_data
    from bot.trackers import agent_store as agent_store

    look_after(personal_data(Settings.from_env()))


if __name__ == "__main__":
    main()
