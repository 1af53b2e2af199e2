#!/usr/bin/env bash
# Packs the packages, looks into them, and uses SwinLSTM.Core as a stranger would: the front page's program in a project elsewhere, from packages alone.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
packages=$root/artifacts/packages
rm -rf "$packages"
quietly pack dotnet pack "$root/SwinLSTM.sln" -c Release || fail "Packing failed; see above."
quietly package-check dotnet run "$root/eng/PackageCheck.cs" -- "$packages" SwinLSTM.Core SwinLSTM.Data SwinLSTM.Metrics SwinLSTM.Training || fail "A package is not as it must be; see above."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NUGET_PACKAGES=$work/cache
quietly consumer-new dotnet new console -o "$work/Consumer" || fail "dotnet new console failed; see above."
cd "$work/Consumer"
printf '<configuration><packageSources><add key="made" value="%s" /></packageSources></configuration>\n' "$packages" >nuget.config
quietly consumer-core dotnet add package SwinLSTM.Core || fail "dotnet add package SwinLSTM.Core failed; see above."
quietly consumer-torch dotnet add package libtorch-cpu-linux-x64 --version 2.10.0 || fail "dotnet add package libtorch-cpu-linux-x64 failed; see above."

# block LANGUAGE: the first block of that language on the front page.
block() { sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" "$root/README.md" | sed '1d;/^```$/,$d'; }
block csharp >Program.cs
quietly consumer dotnet run || fail "The front page's first program did not run; see above."
diff <(block text) "$logs/consumer.log" || fail "The front page's first program does not print what the page says; see above."
# The tool, as a stranger installs it, into a folder of its own.
quietly tool-install dotnet tool install SwinLSTM.Cli --tool-path "$work/tool" --configfile "$work/Consumer/nuget.config" || fail "dotnet tool install failed; see above."
quietly tool-version "$work/tool/swinlstm" --version || fail "The installed tool does not run; see above."
quietly tool-train "$work/tool/swinlstm" train --data digits --count 40 --size 32x32 --inputs 2 --horizon 2 --patch 4 --width 8 --depths 1 --heads 2 --window 2 --batch 4 --steps 2 --out "$work/run" ||
    fail "The installed tool does not train; see above."

say "Packages: $(ls "$packages"/*.nupkg | wc -l). The front page's first program printed what it says there, from packages alone; the installed tool trains."
