#!/bin/sh
# Prints the path of a usable uv; fetches the pinned one from PyPI into .tools/ if there is none.
set -eu
version=0.13.8
here=$(cd "$(dirname "$0")/.." && pwd)
tools="$here/.tools"

usable() { "$1" --version 2>/dev/null | grep -q "^uv $version"; }
if command -v uv >/dev/null 2>&1 && usable uv; then command -v uv; exit 0; fi
if [ -x "$tools/bin/uv" ] && usable "$tools/bin/uv"; then echo "$tools/bin/uv"; exit 0; fi

python=$(command -v python3.11 || command -v python3) || { echo "找不到 Python 3.11：请先安装 python3.11。" >&2; exit 1; }
install="install --quiet --disable-pip-version-check --no-warn-script-location --upgrade --target $tools uv==$version"
echo "正在取得 uv $version ..." >&2
mkdir -p "$tools"
if "$python" -m pip --version >/dev/null 2>&1; then
  "$python" -m pip $install >&2
elif "$python" -c 'import ensurepip' >/dev/null 2>&1; then
  "$python" -m venv "$tools/venv" >&2
  "$tools/venv/bin/python" -m pip $install >&2
elif command -v apt-get >/dev/null 2>&1 && (cd "$tools" && apt-get download -qq python3-pip-whl >/dev/null 2>&1); then
  dpkg-deb -x "$tools"/python3-pip-whl_*.deb "$tools/pip"
  "$python" "$(echo "$tools"/pip/usr/share/python-wheels/pip-*.whl)/pip" $install >&2
else
  echo "没有 uv，也没有 pip 可以取得它：请安装 python3-pip（或把 uv $version 放到 PATH 里）后重试。" >&2
  exit 1
fi
[ -x "$tools/bin/uv" ] || { echo "uv 没有装成：请检查网络或 PyPI 镜像设置后重试。" >&2; exit 1; }
echo "$tools/bin/uv"
