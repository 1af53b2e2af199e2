using System.Diagnostics;
using FluentAssertions;

namespace SwinLSTM.Tests;

/// <summary>A console program outside the repository that gets the targets file where NuGet would import it.</summary>
internal sealed class ThrowAwayProject : IDisposable
{
    // Far above what a build takes on a busy machine.
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder folder = new();

    /// <param name="packages">Its package references; by default TorchSharp alone, without the 460 MB of libtorch.</param>
    /// <param name="before">What stands before the targets file.</param>
    public ThrowAwayProject(string? packages = null, string before = "")
    {
        Directory.CreateDirectory(this[""]);
        File.WriteAllText(this["app.csproj"], $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>{packages ?? $"""<PackageReference Include="TorchSharp" Version="{TorchSharpPackage.Version}" />"""}</ItemGroup>
            </Project>
            """);
        File.WriteAllText(this["Directory.Build.props"], "<Project />");
        File.WriteAllText(this["Directory.Build.targets"], $"""
            <Project>{before}<Import Project="{Repository.At("SwinLSTM.Core/buildTransitive/SwinLSTM.Core.targets")}" /></Project>
            """);
        File.WriteAllText(this["Program.cs"], """Console.WriteLine("runs");""");
    }

    // Spaces and letters that a path may hold.
    public string this[string path] => folder["Äpfel & söhne", "ein programm", path];

    /// <summary>The one file of that name below a folder.</summary>
    public string Find(string name, string below) =>
        Directory.GetFiles(this[below], name, SearchOption.AllDirectories).Should().ContainSingle().Subject;

    public string Dotnet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = this[""],
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        // The build that started the tests has told its children where it lies.
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        (start.Environment["MSBUILDDISABLENODEREUSE"], start.Environment["UseSharedCompilation"],
            start.Environment["DOTNET_CLI_UI_LANGUAGE"]) = ("1", "false", "en");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} did not end within {patience.TotalMinutes} minutes.");
        }

        process.ExitCode.Should().Be(0, "dotnet {0} printed {1}{2}", string.Join(' ', arguments), output.Result, error.Result);
        return output.Result;
    }

    public void Dispose() => folder.Dispose();
}
