#!/bin/sh
# What the browser tests need from Debian: Chromium and a Chinese font for its pages. Installed when missing and when we may.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
fc-list ':lang=zh-cn' 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing for the browser tests:$missing"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing fontconfig >/dev/null
else
  echo "The browser tests need$missing. 浏览器测试需要以上软件包。" >&2
  echo "Please run as administrator / 请以管理员身份运行:  apt-get install$missing" >&2
  exit 1
fi
