#!/usr/bin/env bash
# Packs the packages, looks into them, and uses SwinLSTM.Core as a stranger would: from a console project elsewhere, by package name.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
packages=$root/artifacts/packages
rm -f "$packages"/*.nupkg "$packages"/*.snupkg
for package in Core Data Metrics; do
    quietly "pack-$package" dotnet pack "$root/SwinLSTM.$package" -c Release || fail "Packing SwinLSTM.$package failed; see above."
done

quietly package-check dotnet run "$root/eng/PackageCheck.cs" -- "$packages" SwinLSTM.Core SwinLSTM.Data SwinLSTM.Metrics || fail "A package is not as it must be; see above."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
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
