"""T25: a backup under load. All that was acknowledged before it is in it, and the restored adviser goes on."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import replace
from pathlib import Path

from benchmarks.reliability.adviser import Adviser, Talker, circle, compare, count
from benchmarks.reliability.result import Result
from bot.cli.migrate import migrate_all
from bot.personal.backup import back_up, restore
from bot.settings import Settings

FULL, SHORT = (20, 40), (6, 10)
ON = Adviser


def measure(adviser: Adviser, people: int, turns: int) -> list[Result]:
    """Take it in the middle of everybody's talk."""
    talkers = [Talker(adviser.url, f"backup-{people}-{turns}-{number}") for number in range(people)]
    halfway = threading.Barrier(people + 1)

    def one(talker: Talker) -> None:
        for number, text in enumerate(circle(turns)):
            if number == turns // 2:
                halfway.wait()
            talker.say(text)
        talker.close()

    threads = [threading.Thread(target=one, args=(talker,)) for talker in talkers]
    for thread in threads:
        thread.start()
    with tempfile.TemporaryDirectory() as folder:
        file, var = Path(folder) / "backup.tar.gz", Path(folder) / "var"
        halfway.wait()
        acknowledged = {talker.sender: len(talker.log.acknowledged) for talker in talkers}
        back_up(adviser.settings, file)
        # What is acknowledged from here on need not be in it.
        for thread in threads:
            thread.join()
        restored = Adviser(var)
        own = replace(Settings.from_env({"LEVELFIELD_VAR": str(var), "LEVELFIELD_DATA": folder}))
        migrate_all(own)
        restore(own, file)
        cut = [_cut(talker, acknowledged[talker.sender]) for talker in talkers]
        # Messages after the backup began may be in it as well, and then stand behind the others.
        found = count(own.trackers_url, cut)
        expected = sum(acknowledged.values())
        with restored:
            answers = [_goes_on(restored, talker.sender) for talker in talkers]
    return [
        Result(
            f"T25 backup_restore, {expected} messages acknowledged before the backup began",
            f"{found.lost} lost, {found.twice} twice",
            "0 lost",
            "no backup",
            found.lost == found.twice == 0 and expected > 0,
        ),
        Result(
            "T25 backup_restore, the open question",
            f"kept for {sum(answers)} of {people}",
            "all",
            "-",
            all(answers),
        ),
    ]


def _cut(talker: Talker, length: int) -> Talker:
    """What a talker knew to be done by then."""
    same = Talker("http://localhost", talker.sender)
    same.log.acknowledged = talker.log.acknowledged[:length]
    assert compare(same.log.acknowledged, same.log.acknowledged).lost == 0
    return same


def _goes_on(restored: Adviser, sender: str) -> bool:
    """Whether somebody in the middle of a question is still there: that question is explained."""
    talker = Talker(restored.url, sender)
    reply = talker.say("why do you ask?")
    talker.close()
    customs = [message["custom"] for message in reply]
    return any(custom["kind"] == "question" and custom["about"] for custom in customs)  # type: ignore[index]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with tempfile.TemporaryDirectory() as folder, Adviser(Path(folder) / "var") as adviser:
        return measure(adviser, *(SHORT if short else FULL))
