#!/usr/bin/env python3
"""Verifies a bundle of the WeGO Awards and counts the results again.

    python3 recount.py bundle.json KEY [OLD-SIGNATURE ...] [--json]

It shares no line with the platform: it was written from the documented form
(the package comment of internal/ledger) in Python's standard library alone. It
says who won and that everything holds, or ends with 1 and the first thing that
does not hold; with --json it prints one JSON object. From the auditor's bundle
it counts every result from its scoresheets, and finds the judges' corrections by
restricted maximum likelihood of its own.
"""
import base64, hashlib, hmac, json, math, sys
from fractions import Fraction

# --- signatures: Ed25519 as RFC 8032 gives it, in the form of signed notes

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    e, f = (y1 - x1) * (y2 - x2), (y1 + x1) * (y2 + x2)
    c, d = 2 * t1 * t2 * D, 2 * z1 * z2
    h, g, u, v = f - e, d - c, d + c, f + e
    return h * g % P, u * v % P, g * u % P, h * v % P


def times(n, point):
    out = (0, 1, 1, 0)
    while n:
        if n & 1:
            out = add(out, point)
        point, n = add(point, point), n >> 1
    return out


def point(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    must((x * x - square) % P == 0, "a key or signature is no point of the curve")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def signed_by(key, raw, text):
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    r, s = raw[:32], int.from_bytes(raw[32:], "little")
    k = int.from_bytes(hashlib.sha512(r + key + text).digest(), "little") % L
    a, b = times(s, base), add(point(r), times(k, point(key)))
    return s < L and (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def note(signed, key):
    """The text of a note with one signature of the key NAME+HASH+BASE64."""
    must(key.count("+") >= 2, "this is not a public key: " + key)
    name, _, code = key.split("+", 2)
    raw = base64.b64decode(code)
    text, _, last = signed.rpartition("\n\n")
    text += "\n"
    must(last.startswith("— " + name + " ") and last.count("\n") == 1, "a signature is not one of " + name + ", or it is not copied whole")
    mark = base64.b64decode(last.split(" ")[2])
    must(mark[:4] == hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4], "a signature was made with another key than this one")
    must(signed_by(raw[1:], mark[4:], text.encode()), "a signature does not belong to what it signs, or the key is another")
    return text


# --- the record: leaves, tree, checkpoints, openings, commitments


def must(holds, fault):
    if not holds:
        sys.exit("Does not hold: " + fault + ".")


def root(leaves):
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(leaves[:split]) + root(leaves[split:])).digest()


def leaf(salt, text):
    return hashlib.sha256((salt + "\n" + text).encode()).digest()


def record(bundle, key, kept):
    leaves = [bytes.fromhex(h) for h in bundle["leaves"]]
    sizes = []
    for signed in bundle["checkpoints"] + kept:
        _, size, head = note(signed, key).split("\n")[:3]
        must(int(size) <= len(leaves), "%s deeds were signed, and only %d are in the file" % (size, len(leaves)))
        must(root(leaves[:int(size)]) == base64.b64decode(head), "something among the first %s deeds is not as it was signed" % size)
        sizes.append(int(size))
    must(len(leaves) in sizes, "the last deeds are not signed")
    deeds = []
    for o in bundle["openings"]:
        must(leaf(o["salt"], o["event"]) == leaves[o["leaf"]], "deed %d is not the one in the record" % o["leaf"])
        event = json.loads(o["event"])
        deeds.append((o["leaf"], event[2], json.loads(event[6])))
    return deeds, sizes


def committed(result, doc, deeds, sizes):
    """The commitment was in the record, and signed, before the opening."""
    have = hmac.new(bytes.fromhex(result["nonce"]), result["doc"].encode(), hashlib.sha256).hexdigest()
    where = "%s %d" % (doc["category"], doc["year"])
    of = [d for d in deeds if d[2].get("category") == doc["category"] and d[2].get("year") == doc["year"]]
    opened = [d for d in of if d[1] == "result.open"]
    must(len(opened) == 1, where + ": not opened once")
    sealed = [d for d in of if d[1] == "result.seal" and d[2]["act"] == "second" and d[0] < opened[0][0]]
    must(sealed and sealed[-1][2]["commitment"] == have == opened[0][2]["commitment"], where + ": this is not the result that was sealed")
    must(any(sealed[-1][0] < size <= opened[0][0] for size in sizes), where + ": no signature between sealing and opening")


# --- the tally: fractions throughout, as two decimals show them


def exact(x):
    return Fraction(repr(x))


def cents(x):
    return math.floor(x * 100 + Fraction(1, 2))


def tally(doc, pieces):
    where, method = "%s %d" % (doc["category"], doc["year"]), doc["method"]
    must(root([leaf(p["salt"], p["text"]) for p in pieces]).hex() == doc["evidence"]["root"], where + ": other evidence")
    all_ = [json.loads(p["text"]) for p in pieces]
    of = lambda kind: [e for e in all_ if e["kind"] == kind]
    weight = sum(exact(c["weight"]) for c in method["criteria"])
    total = lambda s: sum(exact(c["weight"]) * exact(s["scores"][c["key"]]) for c in method["criteria"]) / weight
    sheets, votes = {}, {v["entry"]: v.get("votes", 0) for v in of("vote")}
    for s in of("sheet"):
        sheets.setdefault(s["entry"], []).append(s)
    first = first_places(of("sheet"), total)
    order = {}
    for e, own in sheets.items():
        mean = sum(map(total, own)) / len(own)
        official = sum(total(s) + exact(s.get("correction", 0)) for s in own) / len(own)
        order[e] = {"mean": cents(mean), "official": cents(official), "sheets": len(own), "rank": 0}
    ranked = [e for e in order if order[e]["sheets"] >= method["least"]]

    def place(group, rule, at):
        if len(group) < 2 or not rule or rule[0] == "shared":
            for e in group:
                order[e]["rank"] = at
            return
        if rule[0] == "vote" and any(e not in votes for e in group):
            return place(group, rule[1:], at)
        by = {"first_places": lambda e: first.get(e, 0), "vote": lambda e: votes[e]}.get(
            rule[0], lambda e: cents(sum(exact(s["scores"][rule[0]]) for s in sheets[e]) / len(sheets[e])))
        for value in sorted(set(map(by, group)), reverse=True):
            part = [e for e in group if by(e) == value]
            place(part, rule[1:], at)
            at += len(part)

    at = 1
    for score in sorted({order[e]["official"] for e in ranked}, reverse=True):
        equal = [e for e in ranked if order[e]["official"] == score]
        place(equal, method["tie_rule"], at)
        at += len(equal)
    for s in of("standing"):
        mine = order.get(s["entry"], {"rank": 0, "mean": 0, "official": 0})
        said = (s.get("rank", 0), cents(exact(s.get("mean", 0))), cents(exact(s.get("official", 0))))
        must(said == (mine["rank"], mine["mean"], mine["official"]), "%s: %s stands otherwise" % (where, s["entry"]))
    must(sum(len(own) for own in sheets.values()) == doc["sheets"], where + ": other sheets than were counted")
    must(len(of("standing")) == doc["entries"], where + ": other entries than were counted")
    prizes(where, doc["prizes"], order, of("decision"))
    off = corrections(of("sheet"), total) if method["official"] == "adjusted" else 0
    must(off <= 0.0101, where + ": a correction is not what the scoresheets give")
    return {"order": sorted([e, o["rank"], o["mean"] / 100, o["official"] / 100] for e, o in order.items()), "off": round(off, 4)}


def first_places(sheets, total):
    count, by = {}, {}
    for s in sheets:
        by.setdefault(s["judge"], []).append(s)
    for own in by.values():
        best = max(map(total, own))
        for s in own:
            if len(own) > 1 and total(s) == best:
                count[s["entry"]] = count.get(s["entry"], 0) + 1
    return count


def prizes(where, won, order, decisions):
    """Whoever wins over somebody of a better place needs a written reason."""
    why = {(d.get("prize"), d["entry"]) for d in decisions if d.get("departure")}
    for w in won:
        if not w.get("entry"):
            continue
        rank = order[w["entry"]]["rank"]
        upto = {o.get("entry") for o in won if o["rank"] <= w["rank"]}
        passed = [e for e in order if 0 < order[e]["rank"] < rank and e not in upto]
        must(rank and not passed or (w["prize"], w["entry"]) in why, "%s: %s is given past %s without a reason" % (where, w["prize"], passed))


# --- the corrections: totals are entry + judge + error, judges drawn from one
# normal; the ratio r of the two variances by restricted maximum likelihood


def corrections(sheets, total):
    """How far the farthest correction is from that of this solution."""
    mean, count = {}, {}
    for s in sheets:
        mean[s["entry"]] = mean.get(s["entry"], 0) + total(s)
        count[s["entry"]] = count.get(s["entry"], 0) + 1
    left, far = {s["judge"] for s in sheets}, 0.0
    while left:
        part, grown = set(), {left.pop()}
        while grown != part:  # judges whom shared entries link
            part = grown
            linked = {s["entry"] for s in sheets if s["judge"] in part}
            grown = part | {s["judge"] for s in sheets if s["entry"] in linked}
        left -= part
        own = [(s["entry"], s["judge"], float(total(s) - mean[s["entry"]] / count[s["entry"]]), s.get("correction", 0)) for s in sheets if s["judge"] in part]
        far = max(far, apart(own, sorted(part), count))
    return far


def apart(own, judges, count):
    at, n = {j: i for i, j in enumerate(judges)}, len(judges)
    g, h, told = [[0.0] * n for _ in judges], [0.0] * n, [0.0] * n
    for e, j, y, c in own:
        h[at[j]] += y
        g[at[j]][at[j]] += 1
        told[at[j]] = c
        for f, k, _, _ in own:
            if f == e:
                g[at[j]][at[k]] -= 1 / count[e]
    free, square = len(own) - len({e for e, _, _, _ in own}), sum(y * y for _, _, y, _ in own)

    def solve(r):
        a = [[g[i][k] + (r if i == k else 0) for k in range(n)] for i in range(n)]
        log = 0.0
        for i in range(n):  # Cholesky
            for k in range(i + 1):
                rest = a[i][k] - sum(a[i][m] * a[k][m] for m in range(k))
                a[i][k] = math.sqrt(rest) if i == k else rest / a[k][k]
            log += 2 * math.log(a[i][i])
        s = h[:]
        for i in range(n):
            s[i] = (s[i] - sum(a[i][m] * s[m] for m in range(i))) / a[i][i]
        for i in reversed(range(n)):
            s[i] = (s[i] - sum(a[m][i] * s[m] for m in range(i + 1, n))) / a[i][i]
        spread = max(square - sum(x * y for x, y in zip(h, s)), 1e-300)
        return free * math.log(spread) + log - n * math.log(r), s

    if free < 1 or square == 0:
        return max(map(abs, told))
    steps = [2 ** (i / 4) for i in range(-60, 81)]
    best = min(steps, key=lambda r: solve(r)[0])
    low, high = best / 1.2, best * 1.2
    for _ in range(60):
        a, b = low + (high - low) * 0.382, low + (high - low) * 0.618
        low, high = (low, b) if solve(a)[0] < solve(b)[0] else (a, high)
    s = solve((low + high) / 2)[1] if best < steps[-1] else [0.0] * n
    return max(abs(c + x) for c, x in zip(told, s))


def main():
    args = [a for a in sys.argv[1:] if a != "--json"]
    if len(args) < 2:
        sys.exit(__doc__)
    bundle, key = json.loads(read(args[0])), args[1]
    deeds, sizes = record(bundle, key, [read(p).strip() + "\n" for p in args[2:]])
    out = {"deeds": len(bundle["leaves"]), "certificates": len([note(c, key) for c in bundle["certificates"]]), "results": {}}
    lines = ["Record: %d deeds. Signatures with this key: %d." % (out["deeds"], len(bundle["checkpoints"]))]
    if args[2:]:
        lines.append("Signatures that you kept and that still fit: %d." % len(args[2:]))
    for result in bundle["results"]:
        doc = json.loads(result["doc"])
        committed(result, doc, deeds, sizes)
        said = {"prizes": [[w["prize"], w.get("entry", ""), w.get("city", "")] for w in doc["prizes"]]}
        lines.append("%s %d: this is the result that was sealed." % (doc["name"], doc["year"]))
        lines += ["  %s: %s" % (w["name"], "%s (%s)" % (w["city"], w["entry"]) if w.get("entry") else "not given") for w in doc["prizes"]]
        if result["pieces"]:
            said.update(tally(doc, result["pieces"]))
            lines.append("  Counted again from %d scoresheets: scores, order and prizes are the same." % doc["sheets"])
        out["results"]["%s %d" % (doc["category"], doc["year"])] = said
    for _, deed, detail in deeds:
        of = "%s %d" % (detail["category"], detail["year"])
        must(deed != "result.open" or of in out["results"], of + ": it was opened and is not in the file")
    lines += ["Certificates signed with this key: %d." % out["certificates"], "Everything holds."]
    print(json.dumps(out, ensure_ascii=False) if "--json" in sys.argv else "\n".join(lines))


def read(path):
    with open(path, encoding="utf-8-sig") as file:
        return file.read()


if hasattr(sys.stdout, "reconfigure"):
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
try:
    main()
except OSError as e:
    sys.exit("%s: %s" % (e.filename, e.strerror))
except (ValueError, KeyError, TypeError, IndexError, AttributeError, ZeroDivisionError):
    sys.exit("Does not hold: the file is not a bundle of results, or it was changed so that it cannot be read.")
