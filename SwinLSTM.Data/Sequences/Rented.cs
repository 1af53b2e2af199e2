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
