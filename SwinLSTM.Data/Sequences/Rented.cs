using System.Buffers;

namespace SwinLSTM.Data;

/// <summary>A buffer from the shared pool, of any content, until it is disposed.</summary>
internal readonly ref struct Rented<T>
{
    private readonly T[] array;

    public Rented(int values)
    {
        array = ArrayPool<T>.Shared.Rent(values);
        Span = array.AsSpan(0, values);
    }

    public Span<T> Span { get; }

    public void Dispose() => ArrayPool<T>.Shared.Return(array);
}

/// <summary>What is opened step by step.</summary>
internal static class Opening
{
    /// <summary>Goes on with what is open, and closes it if that fails.</summary>
    public static T OrClose<T>(this IDisposable open, Func<T> goOn)
    {
        try
        {
            return goOn();
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }
}

/// <summary>Files that are open and belong together.</summary>
internal sealed class OpenFiles : IDisposable
{
    private readonly List<IDisposable> files = [];

    /// <summary>Opens the parts of a data set; what was opened goes with them, or at once if that fails.</summary>
    public static DatasetSplits Of(Func<OpenFiles, DatasetSplits> open)
    {
        var files = new OpenFiles();
        return files.OrClose(() => open(files) with { Files = files });
    }

    public T Keep<T>(T file)
        where T : IDisposable
    {
        files.Add(file);
        return file;
    }

    public void Dispose() => files.ForEach(file => file.Dispose());
}
