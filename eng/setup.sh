# Sourced by ./demo, ./test, .ci/run and check-packages.sh.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/artifacts/logs
mkdir -p "$logs"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# quietly NAME COMMAND...: runs a command in silence; what it printed is shown only if it fails.
quietly() {
    local log=$logs/$1.log
    shift
    "$@" >"$log" 2>&1 </dev/null || { tail -n 60 "$log" >&2; return 1; }
}

command -v dotnet >/dev/null || fail "The .NET SDK is needed: install .NET 10 and put dotnet on the PATH."
