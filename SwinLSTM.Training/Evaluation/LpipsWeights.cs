using SwinLSTM.Metrics;

namespace SwinLSTM.Training;

/// <summary>Reads the weights of LPIPS, which this library does not have, from a file that the user made.</summary>
public static class LpipsWeights
{
    /// <summary>Reads a network for <see cref="Lpips"/> from a safetensors file.</summary>
    /// <param name="path">A file with the names and shapes that <see cref="LpipsNetwork"/> asks for.</param>
    /// <returns>The network; the caller's to dispose.</returns>
    /// <exception cref="InvalidDataException">The file is no safetensors file, or has other weights; the message says which.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LpipsNetwork Load(string path)
    {
        using var file = Safetensors.Read(path);
        try
        {
            return new LpipsNetwork(file.Names.ToDictionary(name => name, name => file[name]));
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{path} has no weights of LPIPS. {e.Message}", e);
        }
    }
}
