#!/usr/bin/env python3
"""Checks the error knowledge (data/knowledge/*.json) with nothing but the standard library.

  check-knowledge.py FOLDER

Each file against the shape that schema.json describes; each entry against its own samples; and the
whole against the lists in expected-codes.json: every code that Rungs promises to explain has its entry.
Output is TAP.
"""

import json
import pathlib
import re
import sys

DOMAINS = {
    "direct-routing", "sip", "voice", "conference", "transfer", "number-management", "teams-rooms", "q850", "call-api",
}
PRODUCERS = {"microsoft", "sbc", "carrier", "client", "unknown"}
ACTORS = {"sbc-admin", "tenant-admin", "carrier", "network", "user", "developer"}
BASES = {"documented", "derived", "observed", "rfc", "community"}
DIRECTIONS = {"to-teams", "from-teams", None}
PREFIXES = ("dr-", "sip-", "voice-", "conf-", "transfer-", "num-", "rooms-", "q850-", "api-")
ENTRY_KEYS = {
    "id", "title", "sip", "microsoft_code", "q850", "aadsts", "domain", "phrase", "match", "direction",
    "produced_by", "meaning", "evidence", "steps", "who_acts", "retry_helps", "source_basis", "sources",
    "samples",
}
SAMPLE_KEYS = {"sip", "microsoft_code", "q850", "aadsts", "phrase", "text", "finding", "kind"}
KINDS = {"invite", "register", "options", "subscribe", "message", "other", "record", "sign-in"}
MIN_STEP = 25  # characters: shorter than this a step cannot say where and what
# A step that only sends the reader away to look at something unnamed.
VAGUE = re.compile(
    r"^(please )?(check|review|verify|correct|fix) (the |your )?"
    r"(configuration|settings?|config|sbc|network|carrier|firewall|licen[cs]es?)( and .*)?\.?$",
    re.I,
)
# The step that says how to see that it worked. "again" and the like: a call that is repeated and must now go well.
PROOF = re.compile(r"\bverif|\bagain\b|\brepeat|\btest call\b|\bmust now\b", re.I)
# A short sentence that begins like this and names no place, value or command leaves the reader where they were.
BARE = re.compile(r"^(check|review|look at|investigate|ensure|make sure|consider)\b[^`>\"=]{0,70}$", re.I)
# Words of people who have nothing to say.
HOLLOW = re.compile(
    r"\b(leverag\w+|utili[sz]e\w*|in order to|please|it is important to|it should be noted|as needed|if necessary|as appropriate|"
    r"best practices?|robust\w*|seamless\w*|delve\w*|contact (your )?(it|system) administrator)\b",
    re.I,
)
MAX_SENTENCES = 3
CMDLET = re.compile(r"\b((?:Get|Set|New|Grant|Remove|Test|Connect|Update|Start)-[A-Z][A-Za-z]+)|(?<![\w-])-([A-Z][A-Za-z]+)\b")


def check_commands(text, cmdlets):
    """Cmdlets and parameters that Microsoft's reference does not have: cmdlets.json says what was looked up, and where."""
    # What stands in brackets, and behind a pipe, is another command's.
    for command in re.findall(r"[^|]+", "|".join(re.sub(r"\([^()]*\)", "", c) for c in re.findall(r"`([^`]*)`", text))):
        cmdlet = None
        for name, parameter in CMDLET.findall(command):
            if name:
                cmdlet = name
                if name not in cmdlets:
                    yield f"{name} is not in cmdlets.json"
            elif cmdlet in cmdlets and parameter not in cmdlets[cmdlet]:
                yield f"{cmdlet} -{parameter} is not in cmdlets.json"


def check_language(entry, cmdlets):
    """What a program can hold of texts for somebody at 2 a.m."""
    if not any(PROOF.search(step) for step in entry["steps"]):
        yield "no step says how to verify"
    if len(re.findall(r"[.!?](?:\s|$)", entry["meaning"])) > MAX_SENTENCES:
        yield "a meaning of many sentences"
    for text in [entry["meaning"], *entry["evidence"], *entry["steps"]]:
        if BARE.match(text):
            yield f"names nothing: {text}"
        hollow = HOLLOW.search(re.sub("“[^”]*”", "", text))  # what a program prints is quoted
        if hollow:
            yield f"hollow: {hollow.group(0)!r} in {text}"
        yield from check_commands(text, cmdlets)


def fits(entry, sample):
    """The matching rule that the samples are held to."""
    if "finding" in sample:
        return sample["finding"] in entry["match"].get("findings", [])
    if sample.get("kind") and entry.get("kinds") and sample["kind"] not in entry["kinds"]:
        return False
    for key in ("sip", "q850", "aadsts"):
        if sample.get(key) is not None and entry[key] is not None and sample[key] != entry[key]:
            return False
    # Without this an entry of another kind would fit a sample that has nothing in common with it.
    for key in ("q850", "aadsts", "microsoft_code"):
        if sample.get(key) is not None and sample[key] != entry[key]:
            return False
    words = [sample[key] for key in ("phrase", "text") if sample.get(key)]
    if words and (entry["match"]["any"] or entry["match"]["all"]):
        text = " ".join(words).lower()
        if entry["match"]["any"] and not any(f.lower() in text for f in entry["match"]["any"]):
            return False
        if not all(f.lower() in text for f in entry["match"]["all"]):
            return False
    return True


def is_text(value, least=1):
    return isinstance(value, str) and len(value) >= least and value == value.strip()


def is_code(value):
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def check_lists(entry):
    """Problems of the parts that are lists."""
    match = entry["match"]
    if set(match) - {"findings"} != {"any", "all"} or not all(is_text(f) for f in match["any"] + match["all"]):
        yield "match"
    if not all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", f) for f in match.get("findings", [])):
        yield "findings"
    if not set(entry.get("kinds", KINDS)) <= KINDS:
        yield f"kinds: {entry['kinds']}"
    if not entry["evidence"] or not all(is_text(line, 10) for line in entry["evidence"]):
        yield "evidence"
    if not 3 <= len(entry["steps"]) <= 6:
        yield f"{len(entry['steps'])} steps"
    for step in entry["steps"]:
        if not is_text(step, MIN_STEP) or VAGUE.match(step) or step.count("`") % 2:
            yield f"step: {step}"
    if len(set(entry["steps"])) != len(entry["steps"]):
        yield "the same step twice"
    if not entry["sources"]:
        yield "no sources"
    for source in entry["sources"]:
        if set(source) != {"title", "url"} or not re.match(r"https://[a-z0-9.-]+/\S*$", source["url"]):
            yield f"source {source}"


def check_entry(entry):
    """Problems of one entry, as short texts."""
    if set(entry) - {"kinds"} != ENTRY_KEYS:
        yield f"keys: {sorted(set(entry) - {'kinds'} ^ ENTRY_KEYS)}"
        return
    if not entry["id"].startswith(PREFIXES) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["id"]):
        yield "id"
    if not is_text(entry["title"], 8) or len(entry["title"]) > 80:
        yield f"title of {len(entry['title'])} characters"
    for key in ("sip", "microsoft_code", "q850"):
        if not is_code(entry[key]):
            yield key
    if entry["aadsts"] is not None and not re.fullmatch(r"AADSTS\d{5,7}", entry["aadsts"]):
        yield "aadsts"
    for key, allowed in (
        ("domain", DOMAINS), ("produced_by", PRODUCERS), ("who_acts", ACTORS), ("source_basis", BASES),
        ("direction", DIRECTIONS), ("retry_helps", {True, False, None}),
    ):
        if entry[key] not in allowed:
            yield f"{key}: {entry[key]}"
    if entry["phrase"] is not None and not is_text(entry["phrase"]):
        yield "phrase"
    if not is_text(entry["meaning"], 30):
        yield "meaning"
    if (entry["domain"] == "q850") != (entry["q850"] is not None):
        yield "domain and q850 disagree"
    yield from check_lists(entry)
    yield from check_samples(entry)


def check_samples(entry):
    if set(entry["samples"]) != {"match", "no_match"}:
        yield "samples"
        return
    for kind, wanted in (("match", True), ("no_match", False)):
        if not entry["samples"][kind]:
            yield f"no {kind} samples"
        for sample in entry["samples"][kind]:
            if not sample or not set(sample) <= SAMPLE_KEYS:
                yield f"sample keys {sample}"
            elif fits(entry, sample) != wanted:
                yield f"{kind} sample {sample}"


def check_together(entries):
    """Problems between entries."""
    ids, steps = {}, {}
    for entry in entries:
        if entry["id"] in ids:
            yield f"{entry['id']}: the id is used twice"
        ids[entry["id"]] = entry
        key = tuple(entry["steps"])
        if key in steps:
            yield f"{entry['id']}: the steps of {steps[key]}"
        steps[key] = entry["id"]


def check_expected(entries, expected):
    """Codes that have no entry; each item names a code and, where it has several meanings, the text that tells them apart."""
    for item in expected["entries"]:
        sip, code, text, domain = item
        if not any(
            e["sip"] == sip and e["microsoft_code"] == code and e["domain"] == domain
            and (text is None or fits(e, {"text": text}) and (e["match"]["any"] or e["match"]["all"]))
            for e in entries
        ):
            yield f"no entry for {sip}/{code} {text or ''} ({domain})"
    for cause in expected["q850"]:
        if not any(e["q850"] == cause for e in entries):
            yield f"no entry for Q.850 cause {cause}"
    for code in expected["aadsts"]:
        if not any(e["aadsts"] == f"AADSTS{code}" for e in entries):
            yield f"no entry for AADSTS{code}"


def check_apart(entries, expected):
    """Texts of one pair with several meanings: each must lead to one entry only."""
    for sip, code, text, _ in expected["entries"]:
        if text is None or code is None:
            continue
        hits = [e for e in entries if e["microsoft_code"] == code and fits(e, {"sip": sip, "text": text})]
        best = [e for e in hits if e["match"]["all"]] or hits
        if len(best) != 1:
            yield f"{sip}/{code} {text!r} leads to {[e['id'] for e in best]}"


def report(number, name, problems):
    problems = list(problems)
    print(f"{'not ok' if problems else 'ok'} {number} - {name}")
    for problem in problems:
        print(f"# {problem}")
    return not problems


def main():
    folder = pathlib.Path(sys.argv[1])
    expected = json.loads(pathlib.Path(__file__).with_name("expected-codes.json").read_text("utf-8"))
    paths = sorted(p for p in folder.glob("*.json") if p.name != "schema.json")
    cmdlets = json.loads(pathlib.Path(__file__).with_name("cmdlets.json").read_text("utf-8"))["cmdlets"]
    entries, good = [], True
    print(f"1..{len(paths) + 4}")
    for number, path in enumerate(paths, 1):
        document = json.loads(path.read_text("utf-8"))
        problems = []
        if document.get("schema") != "rungs.knowledge/1" or set(document) != {"schema", "entries"}:
            problems.append("not a rungs.knowledge/1 document")
        for entry in document["entries"]:
            problems += [f"{entry.get('id')}: {p}" for p in check_entry(entry)]
        entries += document["entries"]
        good = report(number, path.name, problems) and good
    number = len(paths)
    good = report(number + 1, f"{len(entries)} entries beside each other", check_together(entries)) and good
    good = report(number + 2, "every promised code has its entry", check_expected(entries, expected)) and good
    good = report(number + 3, "texts tell meanings of one pair apart", check_apart(entries, expected)) and good
    language = [f"{e['id']}: {p}" for e in entries for p in check_language(e, cmdlets)]
    good = report(number + 4, "texts that can be acted on, cmdlets that exist", language) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
