#!/usr/bin/env python3
"""How much of the public API is documented: every symbol has a comment of five words or more that says more than its name.
It names no type of Foundation either.

Reads the symbol graphs that `swift package dump-symbol-graph` left: coverage.py GRAPH… Fails where a symbol falls short.
What the compiler makes (`==`, `hash(into:)`, cases' raw values) has no place in a source file, and is not counted.
"""
import json
import re
import sys

# Words that say nothing by themselves.
FILLERS = set("a an the of its it this that to for in on is are be as by with and or one some any each value instance type".split())


def words(text):
    """The words of a comment or of a name, in lower case: `shareOfWorld` is three."""
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text)
    return re.findall(r"[^\W_]+", text.lower())


def only_repeats(comment, path):
    """Whether the comment has no word that the name, or the type it belongs to, has not."""
    said = {word.rstrip("s") for word in words(comment)} - FILLERS
    named = {word.rstrip("s") for part in path for word in words(part)}
    return said <= named


def problem(comment, path):
    if not comment:
        return "no comment"
    if len(words(comment)) < 5:
        return f"fewer than five words: {comment}"
    if only_repeats(comment, path):
        return f"only repeats the name: {comment}"
    return None


def foundation_types(symbol):
    """The types of Foundation that a declaration names: the core does without, and so must its clients be able to."""
    fragments = symbol.get("declarationFragments", [])
    return {f["spelling"] for f in fragments if re.match(r"s:\d+Foundation", f.get("preciseIdentifier", ""))}


def main():
    short, total = [], 0
    for graph in sys.argv[1:]:
        with open(graph, encoding="utf-8") as file:
            symbols = json.load(file)["symbols"]
        counted = documented = 0
        for symbol in symbols:
            if "location" not in symbol or "::SYNTHESIZED::" in symbol["identifier"]["precise"]:
                continue
            counted += 1
            place = f"Sources/{symbol['location']['uri'].split('/Sources/')[-1]}:{symbol['location']['position']['line'] + 1}"
            name = f"{place}: {'.'.join(symbol['pathComponents'])}"
            for found in sorted(foundation_types(symbol)):
                short.append(f"{name}: names Foundation's {found}")
            lines = [line["text"] for line in symbol.get("docComment", {}).get("lines", [])]
            # What stands before the list of parameters is what the symbol means.
            text = " ".join(lines).split("- Parameter")[0].strip()
            found = problem(text, symbol["pathComponents"])
            if found is None:
                documented += 1
                continue
            short.append(f"{name}: {found}")
        total += counted
        module = graph.rsplit("/", 1)[-1].removesuffix(".symbols.json")
        print(f"documented: {module}: {documented} of {counted} public symbols ({100 * documented / max(1, counted):.1f} %)")
    for line in sorted(short):
        print(f"error: {line}", file=sys.stderr)
    if short or total == 0:
        sys.exit(1)


if __name__ == "__main__":
    main()
