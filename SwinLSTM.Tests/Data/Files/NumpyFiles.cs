namespace SwinLSTM.Tests;

/// <summary>Files that NumPy wrote, of values that tests know: <c>Data/Files/numpy</c>, by the script <c>make.py</c> there.</summary>
internal static class NumpyFiles
{
    public static string Path(string name) => Repository.At($"SwinLSTM.Tests/Data/Files/numpy/{name}");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));
}
