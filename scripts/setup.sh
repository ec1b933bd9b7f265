# Sourced by scripts/run and scripts/test: makes .venv from nothing, with uv where it is, else with venv and pip.
# Use: setup requirements.txt | setup requirements-dev.txt
set -eu
cd "$(dirname "$0")/.."

python_command() {
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Một Cửa cần Python 3.11 trở lên. / Một Cửa needs Python 3.11 or newer: install it, or set PYTHON." >&2
    exit 2
}

setup() {
    stamp=".venv/.made-from-$1"
    if [ -f "$stamp" ] && [ "$stamp" -nt "$1" ] && [ "$stamp" -nt pyproject.toml ]; then
        return
    fi
    echo "Đang chuẩn bị môi trường… / Preparing the environment…" >&2
    if command -v uv >/dev/null 2>&1 && [ -z "${MOTCUA_NO_UV:-}" ]; then
        [ -x .venv/bin/python ] || uv venv --quiet --python "$(python_command)" .venv
        uv pip install --quiet --python .venv/bin/python --require-hashes -r "$1"
        uv pip install --quiet --python .venv/bin/python --no-deps -e .
    else
        [ -x .venv/bin/python ] || "$(python_command)" -m venv .venv
        [ -x .venv/bin/pip ] || .venv/bin/python -m ensurepip --upgrade >/dev/null
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
    fi
    touch "$stamp"
}
