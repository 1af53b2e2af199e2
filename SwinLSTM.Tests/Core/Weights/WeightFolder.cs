namespace SwinLSTM.Tests;

/// <summary>A folder for the files of one test.</summary>
internal sealed class WeightFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("swinlstm-weights-");

    public string this[string name] => Path.Combine(folder.FullName, name);

    public string[] Names => [.. folder.GetFileSystemInfos().Select(file => file.Name).Order()];

    public string Put(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public void Dispose() => folder.Delete(recursive: true);
}
