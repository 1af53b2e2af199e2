#!/usr/bin/env bash
# Builds artifacts/localtorch/libLocalTorch.so, the native part of LocalTorch, against the libtorch in $LIBTORCH
# (a folder with include/ and lib/, such as an installed PyTorch's `torch` folder) or else the system's.
# Does nothing when nothing changed; prints nothing unless it fails.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=$root/artifacts/localtorch
source=$root/LocalTorch/native/localtorch.cpp

if [ -n "${LIBTORCH:-}" ]; then
    include=$LIBTORCH/include
    lib=$LIBTORCH/lib
else
    include=/usr/include
    found=$(g++ -print-file-name=libtorch_cpu.so)
    lib=$(dirname "$(readlink -f "$found")")
fi
for needed in "$include/ATen/ATen.h" "$lib/libtorch_cpu.so" "$lib/libc10.so"; do
    [ -e "$needed" ] && continue
    echo "LocalTorch needs libtorch, and $needed is not there. Install libtorch-dev (Debian), or set LIBTORCH to a folder with include/ and lib/ of libtorch." >&2
    exit 1
done

stamp=$(cat "$source" "${BASH_SOURCE[0]}" <(echo "$include $lib"; stat -Lc '%s %Y' "$lib/libtorch_cpu.so") | sha256sum)
if [ -f "$out/libLocalTorch.so" ] && [ "$(cat "$out/stamp" 2>/dev/null)" = "$stamp" ]; then exit 0; fi

# PyTorch's own wheels were long built with the old std::string; a shim built with the other one would not link.
abi=0
if grep -q '_ZN3c10.*NSt7__cxx1112basic_string' <<<"$(nm -D "$lib/libc10.so")"; then abi=1; fi
libraries=(-ltorch -ltorch_cpu -lc10)
for cuda in torch_cuda c10_cuda; do
    if [ -e "$lib/lib$cuda.so" ]; then libraries+=("-l$cuda"); fi
done

mkdir -p "$out"
work=$(mktemp -d "$out/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
for standard in 17 20; do
    if g++ "-std=c++$standard" -O2 -fPIC -shared -fvisibility=hidden -w "-D_GLIBCXX_USE_CXX11_ABI=$abi" \
        "-I$include" "-I$include/torch/csrc/api/include" "$source" -o "$work/libLocalTorch.so" \
        "-L$lib" "-Wl,-rpath,$lib" -Wl,--no-undefined -Wl,--no-as-needed "${libraries[@]}" 2>"$work/log"; then
        mv -f "$work/libLocalTorch.so" "$out/libLocalTorch.so"
        echo "$stamp" >"$out/stamp"
        exit 0
    fi
done
cat "$work/log" >&2
exit 1
