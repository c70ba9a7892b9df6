#!/usr/bin/env bash
# Asks OSV, then PyPI, whether a locked dependency has a known weakness. Where neither can be reached it says so, and
# checks what can be checked offline: that every dependency is pinned to one version and carries a hash.
set -uo pipefail
cd "$(dirname "$0")/.."
locks=(requirements.lock nlu/requirements.lock)

offline() {
  "${PYTHON:-.venv/bin/python}" - "$@" <<'PY'
import re, sys
bad = []
for name in sys.argv[1:]:
    text = re.sub(r"\\\n\s*", " ", open(name, encoding="utf-8").read())
    for line in text.splitlines():
        line = line.strip()
        if line and not line.startswith(("#", "--")):
            if not re.match(r"[\w.\-\[\],]+==\S+ ", line) or "--hash=sha256:" not in line:
                bad.append(f"{name}: {line[:60]}")
print("\n".join(bad), file=sys.stderr)
sys.exit(bool(bad))
PY
}

reachable() {
  "${PYTHON:-.venv/bin/python}" -c '
import sys, urllib.request
try:
    urllib.request.urlopen(sys.argv[1], timeout=5)
except Exception:
    sys.exit(1)' "$1"
}

offline "${locks[@]}" || { echo "锁定文件里有没有固定版本或没有哈希的依赖，见上：运行 make lock。" >&2; exit 1; }
sources=()
reachable https://api.osv.dev/docs && sources+=(osv)
reachable https://pypi.org/pypi/pip/json && sources+=(pypi)
[ ${#sources[@]} -eq 0 ] || uv=$(scripts/get-uv.sh)
for lock in "${locks[@]}"; do
  for source in ${sources[@]+"${sources[@]}"}; do
    out=$(timeout 120 "$uv" tool run pip-audit==2.10.1 -s "$source" -r "$lock" --require-hashes --disable-pip \
      --timeout 8 --progress-spinner off -f json 2>/dev/null)
    # Known only when the source had something to say about nearly every dependency.
    state=$(printf '%s' "$out" | .venv/bin/python -c '
import json, sys
try:
    found = json.load(sys.stdin)["dependencies"]
except Exception:
    print("away"); raise SystemExit
asked = [d for d in found if "vulns" in d]
if len(asked) < 0.9 * len(found):
    print("away"); raise SystemExit
weak = [(d["name"], d["version"], v["id"]) for d in asked for v in d["vulns"]]
for one in weak: print(*one, file=sys.stderr)
print("weak" if weak else "well")')
    case "$state" in
      well) echo "$lock：没有已知漏洞（$source）。"; continue 2 ;;
      weak)
        if [ "$lock" = requirements.lock ]; then
          echo "$lock：有已知漏洞，见上。升级后运行 make lock。" >&2; exit 1
        fi
        echo "$lock：有已知漏洞，见上；Rasa 3.6 的依赖不能升级，因此只听回环地址（docs/decisions/0002）。"; continue 2 ;;
    esac
  done
  echo "!! $lock：漏洞库连不上，没有查到已知漏洞与否；只核对了版本固定、哈希齐全。能上网时请再运行 make audit。"
done
