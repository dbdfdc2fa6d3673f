#!/bin/sh
# Finds a Python that fits and installs with it: sh portal/install.sh requirements-laptop.txt
# Every match on the path is tried, because a version manager's stand-in may be first and not start.
set -eu

fits='import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))'
names=${PYTHON:-python3.11 python3.12 python3 python}

try() {
    if [ -x "$1" ] && "$1" -I -c "$fits" 2>/dev/null; then
        exec "$1" -I portal/install.py "$requirements"
    fi
}

requirements=$1
for name in $names; do
    case $name in
        */*) try "$name" ;;
        *)
            IFS=:
            for folder in $PATH; do
                try "$folder/$name"
            done
            unset IFS
            ;;
    esac
done
echo "No Python 3.11 or 3.12 that starts was found${PYTHON:+ (PYTHON is $PYTHON)}: install one, or name it: make run PYTHON=/path/to/python3.11" >&2
exit 1
