#!/usr/bin/env bash
# Writes a bill of materials (CycloneDX) of each environment from its lock file into var/, and fails unless it lists
# exactly what is locked.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p var
uv=$(scripts/get-uv.sh)

compare() {
  "${PYTHON:-python3}" - "$@" <<'PY'
import json, re, sys
lock, bill = sys.argv[1:]
def plain(name): return re.sub(r"[-_.]+", "-", name).lower()
locked = {(plain(name), version) for name, version in
          re.findall(r"^([\w.\-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", open(lock, encoding="utf-8").read(), re.M)}
listed = [(plain(one["name"]), one.get("version")) for one in json.load(open(bill, encoding="utf-8"))["components"]]
wrong = sorted(f"少了 {n} {v}" for n, v in locked - set(listed))
wrong += sorted(f"多了 {n} {v}" for n, v in set(listed) - locked)
wrong += sorted(f"列了两次 {n}" for n, v in set(listed) if listed.count((n, v)) > 1)
print("\n".join(wrong) or f"已写入 {bill}：{len(listed)} 个包，与 {lock} 一致", file=sys.stderr if wrong else sys.stdout)
sys.exit(bool(wrong))
PY
}

bill() {
  PYTHONWARNINGS=ignore "$uv" tool run --from cyclonedx-bom==7.5.0 cyclonedx-py requirements --pyproject "$2pyproject.toml" \
    --output-reproducible --of JSON -o "var/sbom-$1.json" "$2requirements.lock"
  compare "$2requirements.lock" "var/sbom-$1.json" || { echo "物料清单与锁定文件不一致，见上。" >&2; exit 1; }
}

bill huiyin ""
bill nlu nlu/
