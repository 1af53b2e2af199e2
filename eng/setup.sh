# Sourced by ./demo, ./test and .ci/run: chooses a TorchSharp, builds what that needs, and says in one line which it is and why.
# TORCH_PROVIDER=gallery|local overrides the choice; LIBTORCH=<folder with include/ and lib/> chooses another libtorch.
# A script that runs the tests says `for_tests=yes` first: they read files that other programs wrote.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/artifacts/logs
mkdir -p "$logs" "$root/artifacts/packages"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
# libgomp's threads spin between parallel regions and fight the BLAS for few cores; malloc gives freed tensors back to the system
# and asks for them again at once. Both must be said before the process starts.
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-PASSIVE}
export MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-33554432} MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-4294967296} MALLOC_TOP_PAD_=${MALLOC_TOP_PAD_:-67108864}

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Runs a command in silence; what it printed is shown only if it fails.
quietly() {
    local log=$logs/$1.log
    shift
    "$@" >"$log" 2>&1 </dev/null || { tail -n 60 "$log" >&2; return 1; }
}

# Why the TorchSharp of the package feed cannot be used here; prints nothing if it can.
why_not_gallery() {
    local log=$logs/probe.log bin=$root/artifacts/gallery/bin/TorchProbe/debug native missing
    if ! TORCH_PROVIDER=gallery dotnet restore "$root/eng/TorchProbe" -p:RunsTorch=false >"$log" 2>&1 </dev/null; then
        if grep -q -E 'NU110[123]' "$log"; then say "the package feed has none"; else say "the package feed did not answer (see artifacts/logs/probe.log)"; fi
        return
    fi
    # Its native part is small and its libtorch is not: what cannot load is not worth the download.
    if [ "$(uname -s)" = Linux ] && command -v ldd >/dev/null; then
        native=$(sed -n 's/.*"path": "torchsharp\/\([0-9.]*\)".*/\1/p' "$root/artifacts/gallery/obj/TorchProbe/project.assets.json" | head -n 1)
        native=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')/torchsharp/$native/runtimes/linux-x64/native/libLibTorchSharp.so
        missing=$(ldd "$native" 2>&1 | sed -n "s/.*version \`\([A-Z_0-9.]*\)' not found.*/\1/p" | sort -uV | tail -n 1) || true
        if [ -n "$missing" ]; then say "the one of the package feed does not load on this system, which lacks $missing"; return; fi
    fi
    if ! TORCH_PROVIDER=gallery dotnet build "$root/eng/TorchProbe" >"$log" 2>&1 </dev/null; then say "the package feed has no libtorch for it"; return; fi
    if ! "$bin/TorchProbe" >>"$log" 2>&1 </dev/null; then say "the one of the package feed does not run on this system (see artifacts/logs/probe.log)"; fi
}

# Debian packages that are missing here: those that nothing works without, and those that only some tests need.
missing= missing_for_tests=
find_missing() {
    [ "$provider" != local ] || { [ -n "${LIBTORCH:-}" ] || [ -e /usr/include/ATen/ATen.h ] && command -v g++ >/dev/null; } || missing="libtorch-dev libopenblas0-pthread g++"
    [ -n "${for_tests:-}" ] || return 0
    command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null || missing_for_tests=ffmpeg
    local python=/usr/bin/python3
    [ -x "$python" ] || python=python3
    # h5py brings numpy, and libhdf5, which SwinLSTM.Data reads with.
    "$python" -c 'import h5py' >/dev/null 2>&1 || missing_for_tests="${missing_for_tests:+$missing_for_tests }python3-h5py"
}

install_missing() {
    local packages="$missing $missing_for_tests"
    [ "$packages" != " " ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        [ -z "$missing_for_tests" ] || say "Some tests will fail: they need ffmpeg, and Python with numpy and h5py ('apt-get install $missing_for_tests' on Debian)."
        [ -z "$missing" ] ||
            fail "LocalTorch needs a libtorch and a C++ compiler. Install them ('apt-get install $missing' on Debian), or set LIBTORCH to a folder with include/ and lib/ of libtorch."
        return 0
    fi
    # shellcheck disable=SC2086
    say Installing $packages ...
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-update apt-get update || fail "apt-get update failed; see above."
    # shellcheck disable=SC2086
    quietly apt-install apt-get install -y --no-install-recommends $packages || fail "apt-get install $packages failed; see above."
}

command -v dotnet >/dev/null || fail "The .NET SDK is needed: install .NET 10 (https://dotnet.microsoft.com/download) and put dotnet on the PATH."
chosen=$root/artifacts/provider.props
if [ -n "${TORCH_PROVIDER:-}" ]; then
    why=${TORCH_PROVIDER_REASON:-TORCH_PROVIDER says so}
    case $TORCH_PROVIDER in gallery | local) provider=$TORCH_PROVIDER ;; *) fail "TORCH_PROVIDER is '$TORCH_PROVIDER'. It is 'gallery' (TorchSharp from the package feed) or 'local' (LocalTorch)." ;; esac
elif [ -f "$chosen" ]; then
    provider=$(sed -n 's/.*<TorchProvider>\(.*\)<.*/\1/p' "$chosen")
    why=$(sed -n 's/.*<!-- \(.*\) -->.*/\1/p' "$chosen")
else
    say "Looking for a TorchSharp ..."
    why=$(why_not_gallery)
    if [ -z "$why" ]; then provider=gallery why="the package feed has it"; else provider=local; fi
    # A feed that was out of reach is asked again the next time.
    if [[ $why != *"did not answer"* ]]; then
        printf '<Project>\n  <!-- %s -->\n  <PropertyGroup>\n    <TorchProvider>%s</TorchProvider>\n  </PropertyGroup>\n</Project>\n' "$why" "$provider" >"$chosen.new"
        mv "$chosen.new" "$chosen"
    fi
fi

find_missing
install_missing
if [ "$provider" = local ]; then
    bash "$root/eng/build-localtorch.sh" || fail "LocalTorch's native part did not build; see above."
    version=$(sed -n 's/^#define TORCH_VERSION_\(MAJOR\|MINOR\|PATCH\) \([0-9]*\).*/\2/p' "${LIBTORCH:-/usr}/include/torch/csrc/api/include/torch/version.h" 2>/dev/null | paste -sd.) || true
    say "TorchSharp: LocalTorch over libtorch ${version:-(unknown version)}, because $why."
else
    say "TorchSharp: the package of the feed, because $why."
fi
# Scripts that this one calls say the same.
export TORCH_PROVIDER=$provider TORCH_PROVIDER_REASON=$why

# build PROJECT CONFIGURATION PROGRAM.dll: builds unless the program is newer than every source.
build() {
    if [ -f "$3" ] && [ -z "$(find "$root" \( -path "$root/artifacts" -o -path "$root/.git" -o -path "$root/out" \) -prune -o -type f -newer "$3" \
        \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.swinlstm' -o -path '*/Fixtures/*' \) -print -quit)" ] \
        && [ ! "$root/artifacts/localtorch/stamp" -nt "$3" ]; then return; fi
    say "Building ..."
    quietly build dotnet build "$root/$1" -c "$2" -v quiet || fail "The build failed; see above."
    touch "$3"
}
