#!/usr/bin/env bash
# Runs groups of tests: unit | rooms | desk | database | nlu | dialogue | browser | all
set -uo pipefail
cd "$(dirname "$0")/.."
export PYTHONUTF8=1
failed=()

group() {
  local title=$1; shift
  printf '\n== %s\n' "$title"
  "$@" || { local status=$?; [ "$status" -eq 5 ] && { echo "这一组没有收集到测试：算作失败。"; }; failed+=("$title"); }
}

plain="not postgres and not rasa and not browser and not slow"
unit() { group "单元测试" .venv/bin/pytest -n 2 -m "not sqlite and $plain" --ignore=tests/console --ignore=tests/huiyin; }
rooms() { group "办件、动作与渠道（SQLite）" .venv/bin/pytest -n 2 -m "sqlite and $plain" --ignore=tests/console --ignore=tests/huiyin; }
desk() { group "工作台与管理命令" .venv/bin/pytest -n 2 -m "$plain" tests/console tests/huiyin; }
database() { group "PostgreSQL 与较慢的测试" .venv/bin/pytest -m "(postgres or slow) and not rasa and not browser"; }
nlu() {
  group "语言理解" env PYTHONPATH=nlu nlu/.venv/bin/python -m pytest -q -c nlu/pytest.ini --rootdir . --confcutdir tests/nlu tests/nlu
}
dialogue() { group "真实 Rasa 上的对话" .venv/bin/pytest -n 2 --dist loadgroup -m "rasa and not browser"; }
browser() {
  if command -v chromium >/dev/null 2>&1 || [ -n "${HUIYIN_CHROMIUM:-}" ]; then
    group "浏览器" .venv/bin/pytest -m browser
  else
    printf '\n!! 没有找到 Chromium，浏览器测试没有运行。安装：apt-get install chromium fonts-noto-cjk，再运行 make test。\n'
    [ -z "${HUIYIN_BROWSER_REQUIRED:-}" ] || failed+=("浏览器")
  fi
}

case "${1:-all}" in
  unit|rooms|desk|database|nlu|dialogue|browser) "$1" ;;
  all) unit; rooms; desk; database; nlu; dialogue; browser ;;
  *) echo "用法：scripts/test.sh [unit|rooms|desk|database|nlu|dialogue|browser|all]" >&2; exit 2 ;;
esac

if [ ${#failed[@]} -gt 0 ]; then
  printf '\n没有通过：%s\n' "$(IFS='、'; echo "${failed[*]}")"
  exit 1
fi
printf '\n全部通过。\n'
