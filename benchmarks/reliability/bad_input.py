"""What T15 sends: a written corpus of requests that are wrong in every way we know, and random mutations of good ones.

Every text holds `MARKER`, so that it can be looked for in the logs.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.reliability.doors import WEBHOOK, message, request

MARKER = "cordwainer-7141"
# The largest body of the corpus; stock Rasa takes a hundred megabytes.
HUGE = 120 * 1024 * 1024
# A request that is cut short keeps the server waiting for the rest; the client hangs up.
SHORT_PATIENCE = 0.3


@dataclass(frozen=True, slots=True)
class Case:
    """One request; `patience` is how long the client waits for an answer to it."""

    name: str
    raw: bytes
    patience: float = 15.0


_numbers = itertools.count()


def _who() -> str:
    """A sender of this case alone, so that no case waits for the turn of another."""
    return f"t15-{next(_numbers)}"


def corpus() -> list[Case]:
    """All written cases."""
    return [
        *_types(),
        *_senders(),
        *_texts(),
        *_sizes(),
        *_json(),
        *_cut(),
        *_extras(),
        *_methods(),
        *_headers(),
        *_http(),
    ]


_VALUES = [
    *("null", "true", "false", "0", "-1", "1.5", "1e999", "-1e999", "NaN", "Infinity", '""', '" "', '"\\u0000"'),
    *("[]", "{}", "[[]]", "[1, 2]", '["hello"]', '{"text": "hello"}', '{"a": {"b": null}}', "1" + "0" * 400),
]


def _types() -> Iterator[Case]:
    for value in _VALUES:
        yield Case(f"sender {value[:20]}", request(f'{{"sender": {value}, "message": "{MARKER}"}}'.encode()))
        yield Case(f"message {value[:20]}", request(f'{{"sender": "{_who()}", "message": {value}}}'.encode()))
        yield Case(f"body {value[:20]}", request(value.encode()))
    yield Case("sender missing", request(f'{{"message": "{MARKER}"}}'.encode()))
    yield Case("message missing", request(b'{"sender": "t15-types"}'))
    yield Case("both missing", request(b'{"other": 1}'))


def _senders() -> Iterator[Case]:
    odd = [
        *("", " ", "a b", "a\tb", "a\nb", "a\x00b", "\x00", "n\x00ul", "../../etc/passwd", "a/b", "a\\b", "a'b", 'a"b'),
        *("'; DROP TABLE events; --", "{{7*7}}", "${jndi:ldap://x}", "<script>", "%00", "%s%s%n", "a;b", "a,b", "a|b"),
        *("é", "日本", "🙂", "\u202e", "\ud800", "\ufeffa", "slack:T1:U1", "telegram:7", "web:abc", "cmdline:x"),
        *("a" * 101, "a" * 1000, "a" * 60_000, "*", "?", "[a]", "(a)", "\x1b[31m", "a\u2028b", "٣", "ａ"),
    ]
    for sender in odd:
        yield Case(f"sender {sender[:16]!r}", request(message(sender, MARKER)))


def _texts() -> Iterator[Case]:
    controls = [f"phone{chr(number)}orders {MARKER}" for number in (*range(32), 127, 128, 133, 159)]
    odd = [
        *("\ud800", "\udc00", "\udc00\ud800", "\ufffe", "\uffff", "\U0010ffff", "\ufeff", "\u202e", "\u2028", "\u200b"),
        *("Z̸̢̛" * 300, "e" + "\u0301" * 2000, "👩‍👩‍👧‍👦" * 100, "🏳️‍🌈" * 200, "ﷺ" * 400, "İ" * 500, "ß" * 500, "Ⅷ" * 300),
        *("سلام", "שלום", "三", "Привет", "हिन्दी", "ไทย", "𝕙𝕖𝕝𝕝𝕠", "ｈｅｌｌｏ", "ℌ𝔢𝔩𝔩𝔬"),
        *("/restart", "//restart", " /restart", "\x00/restart", "/\x00restart", "／restart", "∕restart", "/inform{"),
        *('/inform{"token": "E1:4"}', "/nosuch", "/greet{bad", "EXTERNAL: greet", "/", "@", "#", "{", "}", "{{", "}}"),
        *("' OR 1=1 --", "'; DROP TABLE cases; --", "{{config}}", "${7*7}", "<script>alert(1)</script>", "%s%n%x"),
        *("$(reboot)", "`id`", "../../../etc/passwd", "\\\\host\\share", "file:///etc/passwd", "javascript:alert(1)"),
        *("9" * 300, "1" + "0" * 309, "1e400", "-1", "0x41", "1/0", "99/99/9999", "0000-00-00", "31 February", "24:61"),
        *("€" * 100, "$1,2,3,4", "1.2.3.4.5", "10^100 people", "minus five people", "a@b", "a@" * 100, "@" * 200),
        *("E1:", "E1:9", "E1:99999999999", "Z9:1", ":", "::", "E1:1:1", "E" * 200, "fact.:x", "fact.team_size:-1"),
        *("clash.x:y", "due:x/999", "due:x/9999", "remind:9999-12-31", "remind:0000-00-00", "remind:-1", "score:x"),
        *(
            "cancel_reminder:0",
            "cancel_reminder:-1",
            "cancel_reminder:999999999999999999999",
            "send_brief:x",
            "brief:.",
        ),
        *("guide:../x", "more:strategy", "ask:", "ask:E1", "ask:none", "LF-0000-0000", "LF-ZZZZ-ZZZZ", "lf-1-2"),
    ]
    for text in controls:
        yield Case(f"control {text[5]!r}", request(message(_who(), text)))
    for text in odd:
        yield Case(f"text {text[:12]!r}", request(message(_who(), text)))


def _sizes() -> Iterator[Case]:
    shapes = ["a", "a ", "bank ", "1", "1,", "(", "aA1!", "'", "and ", "one ", "5 people ", "€5 ", "Lyon ", "monday "]
    for shape in [*shapes, "qwe"]:
        text = MARKER + " " + shape * 4_000
        yield Case(f"4,000 of {shape!r}", request(message(_who(), text[:4_000])))
        # What nearly fits a pattern is tried in every way before it is given up.
        yield Case(f"3,999 of {shape!r} and a letter", request(message(_who(), text[:3_999] + "v")))
    for size in (0, 1, 2, 10, 100, 1_000, 3_999, 4_000, 4_001, 5_000, 10_000, 60_000):
        yield Case(f"text of {size}", request(message(_who(), "b" * size)))
    for size in (64 * 1024, 64 * 1024 + 1, 100_000, 1_000_000, 10_000_000, HUGE):
        yield Case(f"body of {size}", request(b'{"sender": "t15-size", "message": "' + b"c" * size + b'"}'))
    yield Case("nothing at all", request(b""))
    yield Case("only spaces", request(b" " * 1_000))


def _json() -> Iterator[Case]:
    for depth in (10, 100, 1_000, 10_000, 30_000):
        yield Case(f"{depth} arrays", request(b"[" * depth))
        yield Case(f"{depth} closed arrays", request(b"[" * depth + b"]" * depth))
        yield Case(f"{depth} objects", request(b'{"a":' * depth))
        deep = f'{{"sender": "{_who()}", "message": "hello", "metadata": '.encode() + b"[" * depth + b"]" * depth + b"}"
        yield Case(f"metadata {depth} deep", request(deep))
    good = message("t15-json", f"hello {MARKER}")
    forms = {
        "trailing comma": good[:-1] + b",}",
        "comment": b"/* x */" + good,
        "single quotes": good.replace(b'"', b"'"),
        "two documents": good + good,
        "a byte behind": good + b"x",
        "a NUL behind": good + b"\x00",
        "a mark before": b"\xef\xbb\xbf" + good,
        "UTF-16": good.decode().encode("utf-16"),
        "UTF-32": good.decode().encode("utf-32"),
        "Latin-1": '{"sender": "t15-json", "message": "café"}'.encode("latin-1"),
        "bad escape": b'{"sender": "t15-json", "message": "\\x41"}',
        "half an escape": b'{"sender": "t15-json", "message": "\\u12"}',
        "bare control": b'{"sender": "t15-json", "message": "a\x01b"}',
        "overlong UTF-8": b'{"sender": "t15-json", "message": "\xc0\xaf"}',
        "surrogate bytes": b'{"sender": "t15-json", "message": "\xed\xa0\x80"}',
        "keys twice": b'{"sender": "a", "sender": 7, "message": "x", "message": {}}',
        "keys in capitals": b'{"SENDER": "a", "MESSAGE": "x"}',
        "10,000 keys": json.dumps({f"k{n}": n for n in range(5_000)}).encode(),
        "form": b"sender=t15&message=hello",
        "multipart": b'--x\r\nContent-Disposition: form-data; name="sender"\r\n\r\nann\r\n--x--',
        "XML": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        "gzip bytes": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
        "pickle bytes": b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x07builtins",
    }
    for name, body in forms.items():
        yield Case(name, request(body))


def _cut() -> Iterator[Case]:
    good = message("t15-cut", MARKER)
    for end in range(1, len(good), 2):
        yield Case(f"cut at {end}", request(good[:end]))


def _extras() -> Iterator[Case]:
    extras = {
        "metadata": {"role": "admin"},
        "input_channel": "slack",
        "__proto__": {"x": 1},
        "parse_data": {"intent": {"name": "restart"}},
        "message_id": "x" * 5_000,
        "slots": {"stage": "plan"},
        "stream": True,
        "token": "x",
    }
    for name, value in extras.items():
        body = json.dumps({"sender": _who(), "message": f"hello {MARKER}", name: value}).encode()
        yield Case(f"with {name}", request(body))
    for query in ("stream=true", "token=x", "sender=a", "%00", "a" * 5_000):
        yield Case(f"query {query[:12]}", request(message(_who(), "hello"), path=f"{WEBHOOK}?{query}"))


def _methods() -> Iterator[Case]:
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "FOO", "post", "P" * 300):
        yield Case(f"method {method[:8]}", request(message(_who(), "hello"), method=method))
    paths = [
        *("/", "//", "/../", "/%2e%2e/", "/%00", "/webhooks", "/webhooks/", "/webhooks/rest", "/webhooks/rest/"),
        *("/webhooks/rest/webhook/", "//webhooks/rest/webhook", "/webhooks/REST/webhook", "/webhooks/rest/webhook/x"),
        *("/webhooks/slack/webhook", "/webhooks/telegram/webhook", "/webhooks/socketio", "/conversations/a/tracker"),
        *("/model", "/status", "/version", "/domain", "/metrics", "/actions", "/mail/stop/x", "/mail/confirm/%00"),
        *("/" + "a" * 7_000, "/ä", "/%ff", "/\u202e", "http://other.example/", "*", "", "/?", "/#", "/;", "/\\"),
    ]
    for path in paths:
        for method in ("GET", "POST"):
            yield Case(f"{method} {path[:24]}", request(b"{}", method=method, path=path))


def _headers() -> Iterator[Case]:
    kinds = [
        "",
        "text/plain",
        "text/html",
        "application/xml",
        "multipart/form-data",
        "a" * 1_000,
        "application/json; charset=x",
    ]
    odd: dict[str, dict[str, str]] = {f"type {kind[:20]!r}": {"Content-Type": kind} for kind in kinds}
    odd |= {f"length {n}": {"Content-Length": n} for n in ("-1", "x", "1e3", "0x10", "+5", "5, 6", "", "9" * 30)}
    odd |= {
        "gzip": {"Content-Encoding": "gzip"},
        "unknown coding": {"Content-Encoding": "zzz"},
        "no host": {"Host": ""},
        "foreign origin": {"Origin": "https://evil.example"},
        "null origin": {"Origin": "null"},
        "junk origin": {"Origin": "\x01://["},
        "junk forwarded": {"X-Forwarded-For": "nonsense, , ::::, 999.1.1.1"},
        "long forwarded": {"X-Forwarded-For": ", ".join(["127.0.0.1"] * 400)},
        "expect": {"Expect": "100-continue"},
        "expect junk": {"Expect": "a miracle"},
        "upgrade": {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": "x"},
        "range": {"Range": "bytes=0-"},
        "7 KB header": {"X-Long": "a" * 7_000},
        "100 KB header": {"X-Long": "a" * 100_000},
        "latin header": {"X-Odd": "é"},
        "control header": {"X-Odd": "a\x00b"},
        "authorization": {"Authorization": "Bearer x"},
        "cookie": {"Cookie": "a=" + "b" * 3_000},
    }
    for name, headers in odd.items():
        patience = SHORT_PATIENCE if name.startswith(("length", "expect", "upgrade")) else 15.0
        yield Case(f"header: {name}", request(message(_who(), "hello"), headers=headers), patience)
    many = {f"X-{number}": "a" for number in range(900)}
    yield Case("header: 900 of them", request(message(_who(), "hello"), headers=many))


def _http() -> Iterator[Case]:
    good = message("t15-http", "hello")
    start = f"POST {WEBHOOK} HTTP/1.1\r\nHost: a\r\n".encode()
    chunked = start + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    raws = {
        "nothing": b"",
        "a line end": b"\r\n",
        "only line ends": b"\r\n" * 5_000,
        "no protocol": b"POST /\r\n\r\n",
        "HTTP/0.9": b"GET /\r\n",
        "HTTP/9.9": b"GET / HTTP/9.9\r\n\r\n",
        "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(30),
        "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
        "zeros": bytes(10_000),
        "high bytes": b"\xff" * 10_000,
        "a header without end": b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000,
        "no colon": b"GET / HTTP/1.1\r\nnonsense\r\n\r\n",
        "folded header": b"GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
        "space before colon": b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "only newlines": f"POST {WEBHOOK} HTTP/1.1\nHost: a\nContent-Length: {len(good)}\n\n".encode() + good,
        "two lengths": start + b"Content-Length: 5\r\nContent-Length: 500\r\n\r\n" + good,
        "length and chunks": start + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "no length": start + b"\r\n" + good,
        "half the body": start + b"Content-Length: 500\r\n\r\n" + good,
        "chunks": chunked + b"%x\r\n%s\r\n0\r\n\r\n" % (len(good), good),
        "chunk size junk": chunked + b"zz\r\nabc\r\n0\r\n\r\n",
        "chunk size huge": chunked + b"ffffffffffffffff\r\nabc",
        "chunk size negative": chunked + b"-5\r\nabc\r\n0\r\n\r\n",
        "chunk too long": chunked + b"2\r\nabcdef\r\n0\r\n\r\n",
        "chunks without end": chunked + b"5\r\nhello\r\n",
        "endless small chunks": chunked + b"1\r\na\r\n" * 70_000,
        "three in a row": (start + b"Content-Length: %d\r\n\r\n%s" % (len(good), good)) * 3,
        "smuggled": start + b"Content-Length: 4\r\n\r\n{}xxGET /model HTTP/1.1\r\nHost: a\r\n\r\n",
    }
    for name, raw in raws.items():
        yield Case(f"http: {name}", raw, SHORT_PATIENCE)


_TOKENS = [
    b"\x00",
    b"\\u0000",
    b"\\ud800",
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b"\\",
    b"/",
    b"\xff",
    b"\r\n",
    b"null",
    b"1e999",
]
_GOOD = ["hello", "we're a 12-person bakery in Lyon", "E1:3", "why do you ask?", "check my business", "plan"]


def mutations(count: int, seed: int) -> Iterator[Case]:
    """Good requests with random damage: most to the body, some to the whole request."""
    chance = random.Random(seed)
    for number in range(count):
        text = f"{chance.choice(_GOOD)} {MARKER}"
        body = message(f"t15-m{number}", text)
        if chance.random() < 0.8:
            raw, patience = request(_damaged(body, chance)), 15.0
        else:
            raw, patience = _damaged(request(body), chance), SHORT_PATIENCE
        yield Case(f"mutation {number} of seed {seed}", raw, patience)


def _damaged(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        length = chance.randint(1, 12)
        match chance.randrange(5):
            case 0:
                data = data[:at] + data[at + length :]
            case 1:
                data = data[:at] + chance.choice(_TOKENS) + data[at:]
            case 2:
                data = data[:at] + chance.randbytes(length) + data[at + length :]
            case 3:
                data = data[:at] + data[at : at + length] * chance.randint(2, 50) + data[at:]
            case 4:
                data = data[:at] if chance.random() < 0.3 else data[:at] + data[at:].swapcase()
    return data
