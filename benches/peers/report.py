#!/usr/bin/env python3
"""Fills the section `Rules beside peers` of docs/benchmarks.md, and draws docs/peers.svg, from results of ../shared/bench.

    python3 benches/peers/report.py RESULTS.jsonl...

Results of run_matrix.py, run_len.sh, e2e.sh and of `varne-peer` itself are told apart by what stands in them. Every number
is a median over the cycles of a run; a table whose results are not given keeps what it has. Standard library only."""

import collections
import json
import math
import pathlib
import re
import statistics
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE, PLOT = ROOT / "docs/benchmarks.md", ROOT / "docs/peers.svg"

# In the order of the tables; what is not named here stays out of them.
ENGINES = {
    "varne": "**Varne**, all readings",
    "vs-lit": "Vectorscan literals, word edges and rules outside",
    "vs-utf8": "Vectorscan, UTF-8 and Unicode properties",
    "daac-char": "daachorse, by characters",
    "lower+daac": "`to_lowercase`, then daachorse",
    "lower+ac-cnfa": "`to_lowercase`, then aho-corasick",
    "regex-set": "regex, all patterns in one",
    "yara-x": "YARA-X",
}
LENGTHS = ["len40", "len100", "len300", "len1000", "len10000", "len100000"]
HOSTILE = {
    "adv_pages": "every character from another page",
    "adv_oneletter": "words of one letter",
    "adv_rulewords": "nothing but phrases of rules",
    "adv_zw": "zero-width characters everywhere",
    "adv_same": "the same again and again",
}


def read(paths):
    """Medians: by engine and number of rules, by corpus and engine, and by process and number of rules."""
    matrix, corpora, processes = (collections.defaultdict(lambda: collections.defaultdict(list)) for _ in range(3))
    for line in (line for path in paths for line in open(path) if line.startswith("{")):
        result = json.loads(line)
        if "error" in result:
            continue
        if "wall_s" in result:
            if result["rc"] in (0, 1):
                processes[result["name"], result["R"]]["us_post"].append(result["us_post"])
            continue
        corpus = result["corpus"].removesuffix(".jsonl")
        special = corpus in LENGTHS or corpus in HOSTILE
        into = corpora[corpus, result["engine"]] if special else matrix[result["engine"], result["R"]]
        for name, value in result.items():
            if isinstance(value, (int, float)):
                into[name].append(value)
        into["ns_byte"].append(result["ns_post"] * result["posts"] / result["bytes"])
    median = lambda of: {key: {name: statistics.median(v) for name, v in row.items()} for key, row in of.items()}
    return median(matrix), median(corpora), median(processes)


def number(value, digits=0):
    return "–" if value is None else f"{value:,.{digits}f}"


def table(head, rows):
    lines = [" | ".join(head), "|".join(["---"] + ["--:"] * (len(head) - 1))] + [" | ".join(row) for row in rows]
    return "".join(f"| {line} |\n" if "---" not in line else f"|{line}|\n" for line in lines)


def matrix_table(matrix):
    sizes = sorted({size for engine, size in matrix if engine in ENGINES})
    value = lambda engine, size, name="ns_post": matrix.get((engine, size), {}).get(name)
    rows = []
    present = [(engine, title) for engine, title in ENGINES.items() if any(engine == of for of, _ in matrix)]
    for engine, title in present:
        cells = []
        for size in sizes:
            ours, theirs = value("varne", size), value(engine, size)
            times = f" ({theirs / ours:,.1f} ×)" if ours and theirs and engine != "varne" else ""
            cells.append(number(theirs) + times)
        rows.append([title, *cells])
    text = "Nanoseconds a post, and how many times Varne's:\n\n"
    text += table(["", *[f"{size:,} rules" for size in sizes]], rows)
    text += f"\n![Nanoseconds a post against the number of rules](peers.svg)\n\nAt {sizes[-1]:,} rules, before and beside judging:\n\n"
    rows = []
    for engine, title in present:
        row = matrix.get((engine, sizes[-1]), {})
        scaled = lambda name, by, digits: number(row[name] / by if name in row else None, digits)
        if "compile_s" in row:
            rows.append([title, scaled("compile_s", 1, 3), scaled("ser", 1e6, 1), scaled("load_s", 1e-3, 1), scaled("mem", 1e6, 1)])
    return text + table(["", "compile, s", "compiled, MB", "open, ms", "memory, MB"], rows)


def corpora_table(corpora):
    engines = [engine for engine in ENGINES if any(engine == of for _, of in corpora)]
    cell = lambda corpus, engine: number(corpora.get((corpus, engine), {}).get("ns_byte"), 2)
    title = lambda corpus: HOSTILE.get(corpus) or f"{int(corpus[3:]):,} bytes"
    present = [corpus for corpus in [*LENGTHS, *HOSTILE] if any(corpus == of for of, _ in corpora)]
    rows = [[title(corpus), *[cell(corpus, engine) for engine in engines]] for corpus in present]
    return "Nanoseconds a byte of text under 1,000 rules:\n\n" + table(["posts of", *[ENGINES[e] for e in engines]], rows)


def processes_table(processes):
    sizes = sorted({size for _, size in processes})
    names = list(dict.fromkeys(name for name, _ in processes))
    cell = lambda name, size: number(processes.get((name, size), {}).get("us_post"), 2)
    rows = [[f"`{name}`", *[cell(name, size) for size in sizes]] for name in names]
    return "Whole processes, microseconds a post:\n\n" + table(["", *[f"{size:,} rules" for size in sizes]], rows)


def bounds_table(matrix, corpora, processes):
    ns = lambda engine, size, name="ns_post": matrix.get((engine, size), {}).get(name)
    byte = lambda corpus: corpora.get((corpus, "varne"), {}).get("ns_byte")
    process = lambda start: next((row["us_post"] for (name, size), row in processes.items() if name.startswith(start) and size == 1000), None)
    ratio = lambda above, below: above / below if above and below else None
    hostile = [byte(corpus) for corpus in HOSTILE if byte(corpus)]
    rows = [
        ("YARA-X / Varne, 1,000 rules", "≥ 60", "100", ratio(ns("yara-x", 1000), ns("varne", 1000))),
        ("YARA-X / Varne, 10,000 rules", "≥ 600", "1,000", ratio(ns("yara-x", 10000), ns("varne", 10000))),
        ("Vectorscan literals / Varne, 1,000 rules", "≥ 1.5", "2.5", ratio(ns("vs-lit", 1000), ns("varne", 1000))),
        ("Vectorscan literals / Varne, 10,000 rules", "≥ 3", "5", ratio(ns("vs-lit", 10000), ns("varne", 10000))),
        ("10,000 rules / 10 rules", "≤ 4", "3", ratio(ns("varne", 10000), ns("varne", 10))),
        ("a byte at 100 KB / at 1 KB", "≤ 1.1", "1.0", ratio(byte("len100000"), byte("len1000"))),
        ("a byte at 40 B / at 1 KB", "≤ 1.7", "1.4", ratio(byte("len40"), byte("len1000"))),
        ("a byte of the worst hostile text / at 1 KB", "≤ 8", "4", ratio(max(hostile, default=None), byte("len1000"))),
        ("NDJSON to verdict, 1,000 rules / `sonic-rs` gets `text`, the rest unread", "≤ 2.5", "1.8", ratio(ns("varne-ndjson", 1000), ns("sonic-get", 1000))),
        ("the same / `sonic-rs` reads the line for `text`", "", "", ratio(ns("varne-ndjson", 1000), ns("sonic-text", 1000))),
        ("compile 10,000 rules: YARA-X / Varne", "≥ 4", "10", ratio(ns("yara-x", 10000, "compile_s"), ns("varne", 10000, "compile_s"))),
        ("open 10,000 rules: YARA-X / Varne", "≥ 100", "500", ratio(ns("yara-x", 10000, "load_s"), ns("varne", 10000, "load_s"))),
        ("`.varnec` of 10,000 rules, MB", "≤ 12", "5", ratio(ns("varne", 10000, "ser"), 1e6)),
        ("whole process, 1,000 rules: Vectorscan / Varne", "≥ 2", "3", ratio(process("vectorscan"), process("varne"))),
        ("whole process, 1,000 rules: `rg` / Varne", "≥ 50", "80", ratio(process("rg-ciwFf"), process("varne"))),
    ]
    rows = [[title, must, aim, number(value, 2 if value < 100 else 0)] for title, must, aim, value in rows if value]
    return table(["", "must", "aim", "measured"], rows)


def plot(matrix):
    """Nanoseconds a post against the number of rules, both logarithmic."""
    width, height, left, right, top, bottom = 890, 460, 100, 330, 20, 50
    lines = {e: sorted((size, row["ns_post"]) for (of, size), row in matrix.items() if of == e) for e in ENGINES}
    lines = {engine: points for engine, points in lines.items() if points}
    sizes = sorted({size for points in lines.values() for size, _ in points})
    times = [time for points in lines.values() for _, time in points]
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    span = max(math.log10(sizes[-1] / sizes[0]), 1e-9)
    x = lambda size: left + math.log10(size / sizes[0]) / span * (width - left - right)
    y = lambda time: height - bottom - (math.log10(time) - low) / (high - low) * (height - top - bottom)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">',
           f'<rect width="{width}" height="{height}" fill="#fff"/>']
    for power in range(low, high + 1):
        at = y(10**power)
        out.append(f'<path d="M{left} {at:.1f}H{width - right}" stroke="#ddd"/>')
        out.append(f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end">{10**power:,}</text>')
    for size in sizes:
        out.append(f'<text x="{x(size):.1f}" y="{height - bottom + 20}" text-anchor="middle">{size:,}</text>')
    out.append(f'<text x="{(left + width - right) / 2}" y="{height - 8}" text-anchor="middle">rules</text>')
    out.append(f'<text x="16" y="{height / 2}" text-anchor="middle" transform="rotate(-90 16 {height / 2})">ns a post</text>')
    colours = ["#c0392b", "#2c6fbb", "#5fa3d9", "#2e8b57", "#8bc34a", "#b8860b", "#8e44ad", "#555"]
    labels = sorted(((y(points[-1][1]), engine) for engine, points in lines.items()))
    below = -math.inf
    for at, engine in labels:
        points, colour = lines[engine], colours[list(ENGINES).index(engine)]
        path = " ".join(f"{x(size):.1f},{y(time):.1f}" for size, time in points)
        bold = 3 if engine == "varne" else 1.5
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{bold}"/>')
        out += [f'<circle cx="{x(size):.1f}" cy="{y(time):.1f}" r="3" fill="{colour}"/>' for size, time in points]
        below = max(at, below + 17)
        title = re.sub(r"[*`]", "", ENGINES[engine])
        out.append(f'<text x="{width - right + 10}" y="{below + 4:.1f}" fill="{colour}">{title}</text>')
    PLOT.write_text("\n".join([*out, "</svg>", ""]))


def fill(page, name, text):
    """Puts a text between the marks of its name."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.S)
    if not marks.search(page):
        sys.exit(f"{PAGE} has no place for {name}")
    return marks.sub(lambda found: found[1] + text + found[2], page)


def main(paths):
    if not paths:
        sys.exit(__doc__)
    matrix, corpora, processes = read(paths)
    page = PAGE.read_text()
    if any(engine in ENGINES for engine, _ in matrix):
        page = fill(page, "matrix", matrix_table(matrix))
        plot(matrix)
    if corpora:
        page = fill(page, "corpora", corpora_table(corpora))
    if processes:
        page = fill(page, "processes", processes_table(processes))
    page = fill(page, "bounds", bounds_table(matrix, corpora, processes))
    PAGE.write_text(page)


main(sys.argv[1:])
