#!/bin/sh
# Debian's Chromium for the browser tests, with the fonts that the drawings are measured in.
set -e
echo "Chromium voor de browsertests installeren …"
SUDO=""
[ "$(id -u)" = 0 ] || SUDO="sudo"
command -v apt-get >/dev/null || { echo "Installeer zelf Chromium en zet het op PATH; dit systeem heeft geen apt-get."; exit 1; }
$SUDO apt-get update -qq
DEBIAN_FRONTEND=noninteractive $SUDO apt-get install -y -qq chromium fonts-liberation poppler-utils
