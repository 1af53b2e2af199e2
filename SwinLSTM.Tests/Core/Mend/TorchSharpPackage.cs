using System.Reflection;

namespace SwinLSTM.Tests;

/// <summary>The TorchSharp package that these tests were built with.</summary>
internal static class TorchSharpPackage
{
    public static string Folder { get; } = typeof(TorchSharpPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "TorchSharpPackage").Value!;

    public static string Version => Path.GetFileName(Folder);

    /// <summary>Its native library for Linux x64, whatever machine this is.</summary>
    public static string LibraryPath { get; } = Path.Combine(Folder, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    public static byte[] Library { get; } = File.ReadAllBytes(LibraryPath);
}
