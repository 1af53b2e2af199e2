using System.Reflection;

namespace SwinLSTM.Tests;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!);

    /// <summary>Files below a folder, by their paths from the root, without what builds leave behind.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern, SearchOption depth = SearchOption.AllDirectories) =>
        Directory.Exists(At(folder))
            ? [.. Directory.EnumerateFiles(At(folder), pattern, depth).Select(From).Where(path =>
                !path.Split('/').Any(part => part is "bin" or "obj" or "artifacts")).Order(StringComparer.Ordinal)]
            : [];

    public static string Text(string path) => File.ReadAllText(At(path));

    public static string At(string path) => Path.Combine(Root, path);

    public static string From(string fullPath) => Path.GetRelativePath(Root, fullPath).Replace('\\', '/');
}
