#!/usr/bin/env bash
# Packs the packages, looks into them, and uses SwinLSTM.Core as a stranger would: from a console project elsewhere, by package name.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
packages=$root/artifacts/packages
rm -f "$packages"/*.nupkg "$packages"/*.snupkg
for package in Core Data Metrics; do
    quietly "pack-$package" dotnet pack "$root/SwinLSTM.$package" -c Release || fail "Packing SwinLSTM.$package failed; see above."
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for package in Core Data Metrics; do
    id=SwinLSTM.$package
    file=$(echo "$packages/$id".[0-9]*.nupkg)
    mkdir "$work/$id"
    (cd "$work/$id" && python3 -m zipfile -e "$file" . 2>/dev/null || unzip -q "$file" -d "$work/$id") || fail "$file is no zip archive."
    for needed in README.md LICENSE "$id.nuspec" "lib/net10.0/$id.dll" "lib/net10.0/$id.xml"; do
        [ -s "$work/$id/$needed" ] || fail "$id lacks $needed."
    done
    [ -s "$packages/$id.$(sed -n 's/.*<version>\(.*\)<\/version>.*/\1/p' "$work/$id/$id.nuspec").snupkg" ] || fail "$id lacks its symbols."
    grep -q '<dependency id="TorchSharp" version="\[0.106.0, 0.108.0)"' "$work/$id/$id.nuspec" || fail "$id does not depend on TorchSharp [0.106.0, 0.108.0): $(grep '<dependency ' "$work/$id/$id.nuspec")"
    if find "$work/$id" -iname '*torchsharp*' -o -iname '*localtorch*' | grep -q .; then fail "$id holds a TorchSharp of its own."; fi
done

# The consumer: its own folder, its own package cache, so that nothing of it stays behind.
export NUGET_PACKAGES=$work/cache
app=$work/Consumer
quietly consumer-new dotnet new console -o "$app" || fail "dotnet new console failed; see above."
cp "$root/eng/consumer/Program.cs" "$app/Program.cs"
if [ "$provider" = local ]; then
    quietly pack-local dotnet pack "$root/LocalTorch" -c Release -p:IsPackable=true -p:PackageOutputPath="$work/feed" || fail "Packing LocalTorch for this check failed; see above."
    sources="<clear /><add key=\"local\" value=\"$work/feed\" />"
else
    sources=
fi
printf '<configuration><packageSources>%s<add key="made" value="%s" /></packageSources></configuration>\n' "$sources" "$packages" >"$app/nuget.config"
cd "$app"
quietly consumer-add dotnet add package SwinLSTM.Core || fail "dotnet add package SwinLSTM.Core failed; see above."
if [ "$provider" = gallery ]; then quietly consumer-backend dotnet add package libtorch-cpu-linux-x64 --version 2.10.0 || fail "dotnet add package libtorch-cpu-linux-x64 failed; see above."; fi
quietly consumer-run dotnet run || fail "The consumer did not run; see above."
say "Packages: $(ls "$packages"/*.nupkg | wc -l) packed; a consumer of SwinLSTM.Core: $(tail -n 1 "$logs/consumer-run.log")."
