using System.IO.Compression;
using System.Security.Cryptography;
using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Programs of others get the mended library in every way that .NET builds and delivers them.</summary>
[Trait("Category", "Long")]
[Collection(nameof(MendedBuildTests))]
public sealed class MendedBuildTests : IDisposable
{
    private const string Name = "libLibTorchSharp.so";
    private static readonly byte[] mended = TorchSharpMend.Mend(TorchSharpPackage.Library, out _)!;

    private readonly byte[] cached = SHA256.HashData(File.ReadAllBytes(TorchSharpPackage.LibraryPath));

    public void Dispose() => SHA256.HashData(File.ReadAllBytes(TorchSharpPackage.LibraryPath)).Should()
        .Equal(cached, "the package cache belongs to every program of the machine");

    [Fact]
    public void A_build_mends_once_and_again_when_the_copy_is_gone_and_survives_a_clean()
    {
        using var project = new ThrowAwayProject();
        project.Dotnet("build");
        ShouldBe(mended, project.Find(Name, "bin"));
        var copy = project.Find(Name, "obj");
        var written = File.GetLastWriteTimeUtc(copy);

        project.Dotnet("build", "--no-restore");
        File.GetLastWriteTimeUtc(copy).Should().Be(written, "nothing has changed since");

        File.WriteAllBytes(copy, [1, 2, 3]);
        File.SetLastWriteTimeUtc(copy, DateTime.UnixEpoch);
        project.Dotnet("build", "--no-restore");
        ShouldBe(mended, copy);

        Directory.Delete(project["obj"], recursive: true);
        project.Dotnet("build");
        ShouldBe(mended, project.Find(Name, "obj"));

        project.Dotnet("build", "--no-restore", "-t:Rebuild");
        ShouldBe(mended, project.Find(Name, "bin"));
        project.Dotnet("clean");
        Directory.GetFiles(project["bin"], Name, SearchOption.AllDirectories).Should().BeEmpty();
        project.Dotnet("build", "--no-restore");
        ShouldBe(mended, project.Find(Name, "bin"));
    }

    [Fact]
    public void Links_in_the_output_lead_to_the_copy_and_nothing_is_written_through_them()
    {
        using var project = new ThrowAwayProject();
        const string links = "-p:CreateSymbolicLinksForCopyLocalIfPossible=true";
        project.Dotnet("build", links, "-p:MendTorchSharp=false");
        ShouldBe(TorchSharpPackage.Library, project.Find(Name, "bin"));
        project.Dotnet("build", links);
        ShouldBe(mended, project.Find(Name, "bin"));
        project.Dotnet("build", links, "-p:MendTorchSharp=false");
        ShouldBe(TorchSharpPackage.Library, project.Find(Name, "bin"));
        File.Delete(project.Find(Name, "obj"));
        project.Dotnet("build");
        ShouldBe(mended, project.Find(Name, "bin"));
    }

    [Theory]
    [InlineData]
    [InlineData("-r", "linux-x64", "--self-contained", "false")]
    [InlineData("-r", "linux-x64", "--self-contained", "false", "-p:PublishSingleFile=true")]
    [InlineData("-p:IntermediateOutputPath=elsewhere/obj/")]
    [InlineData("-p:UseArtifactsOutput=true")] // that one is absolute
    public void Published_programs_hold_the_mended_library_itself(params string[] arguments)
    {
        using var project = new ThrowAwayProject();
        project.Dotnet(["publish", "-o", project["out"], .. arguments]);
        var library = project.Find(Name, "out");
        ShouldBe(mended, library);
        new FileInfo(library).LinkTarget.Should().BeNull();
    }

    [Fact]
    public void A_single_file_that_holds_its_libraries_holds_the_mended_one()
    {
        using var project = new ThrowAwayProject();
        project.Dotnet("publish", "-o", project["out"], "-r", "linux-x64", "--self-contained", "false", "-p:PublishSingleFile=true",
            "-p:IncludeNativeLibrariesForSelfExtract=true");
        Directory.GetFiles(project["out"], Name).Should().BeEmpty();
        File.ReadAllBytes(project["out/app"]).AsSpan().IndexOf(mended).Should().BePositive();
    }

    [Fact]
    public void A_tool_package_holds_the_mended_library()
    {
        using var project = new ThrowAwayProject();
        project.Dotnet("pack", "-o", project["out"], "-p:PackAsTool=true");
        using var package = ZipFile.OpenRead(project.Find("*.nupkg", "out"));
        using var library = package.Entries.Single(entry => entry.Name == Name).Open();
        using var content = new MemoryStream();
        library.CopyTo(content);
        content.ToArray().AsSpan().SequenceEqual(mended).Should().BeTrue();
    }

    [Fact]
    public void Another_program_gets_it_through_a_project_reference()
    {
        using var project = new ThrowAwayProject();
        Directory.CreateDirectory(project["user"]);
        File.WriteAllText(project["user/user.csproj"], """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><ProjectReference Include="../app.csproj" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(project["user/User.cs"], """System.Console.WriteLine("uses");""");
        File.WriteAllText(project["Directory.Build.props"],
            "<Project><PropertyGroup><DefaultItemExcludes>$(DefaultItemExcludes);user/**</DefaultItemExcludes></PropertyGroup></Project>");
        project.Dotnet("build", "user");
        ShouldBe(mended, project.Find(Name, "user/bin"));
    }

    [Fact]
    public void MendTorchSharp_false_leaves_the_library_of_the_package()
    {
        using var project = new ThrowAwayProject();
        project.Dotnet("publish", "-o", project["out"], "-p:MendTorchSharp=false");
        ShouldBe(TorchSharpPackage.Library, project.Find(Name, "out"));
    }

    [Fact]
    public void A_library_that_needs_the_new_version_is_left_alone_with_a_word()
    {
        var file = (new ElfLibrary() with { Relocations = [3] }).Bytes();
        Handmade(file, output =>
            output.Should()
            .Contain("is left as it is, because it looks up _ZSt21ios_base_library_initv of GLIBCXX_3.4.32. It needs a system whose " +
                "libstdc++ has that version"));
    }

    [Fact]
    public void A_damaged_library_is_left_alone_with_a_warning() =>
        Handmade(new ElfLibrary().Bytes()[..500], output =>
            output.Should().Contain("warning").And.Contain("is left as it is: It is damaged").And.Contain("restore again"));

    [Fact]
    public void A_program_with_libtorch_runs()
    {
        using var project = new ThrowAwayProject($"""
            <PackageReference Include="TorchSharp" Version="{TorchSharpPackage.Version}" />
            <PackageReference Include="libtorch-cpu-linux-x64" Version="2.10.0" />
            """);
        File.WriteAllText(project["Program.cs"], """Console.WriteLine(TorchSharp.torch.arange(4).sum().item<long>());""");
        project.Dotnet("run", "-p:CreateSymbolicLinksForCopyLocalIfPossible=true").Should().EndWith("6\n");
    }

    /// <summary>Builds with another file in the place of the package's, and expects it untouched in the output.</summary>
    private static void Handmade(byte[] file, Action<string> says)
    {
        using var project = new ThrowAwayProject("", """
            <Target Name="Replace" AfterTargets="ResolvePackageAssets"><ItemGroup>
              <RuntimeTargetsCopyLocalItems Include="own/libLibTorchSharp.so" PathInPackage="runtimes/linux-x64/native/libLibTorchSharp.so"
                CopyLocal="true" AssetType="native" RuntimeIdentifier="linux-x64" DestinationSubDirectory="runtimes/linux-x64/native/"
                DestinationSubPath="runtimes/linux-x64/native/libLibTorchSharp.so"
                NuGetPackageId="TorchSharp" NuGetPackageVersion="0.0.0" />
            </ItemGroup></Target>
            """);
        Directory.CreateDirectory(project["own"]);
        File.WriteAllBytes(project["own/libLibTorchSharp.so"], file);
        says(project.Dotnet("build", "-p:GenerateDependencyFile=false"));
        ShouldBe(file, project.Find(Name, "bin"));
        Directory.GetFiles(project["obj"], Name, SearchOption.AllDirectories).Should().BeEmpty();
    }

    private static void ShouldBe(byte[] expected, string path) =>
        File.ReadAllBytes(path).AsSpan().SequenceEqual(expected).Should().BeTrue("{0}", path);
}
