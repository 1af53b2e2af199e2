using System.Runtime.InteropServices;
using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>Runs a verb, and turns what it refuses into a message for people.</summary>
internal static class Refusal
{
    /// <summary>The exit code of a program that was asked to stop, as shells have it.</summary>
    public const int Stopped = 130;

    /// <returns>The exit code: 0, or 1 after a message that says what is wrong and what to do, or 130 after one that says what
    /// stays.</returns>
    public static async Task<int> Run(Func<Task> verb, Func<string> whatStays)
    {
        try
        {
            await verb();
            return 0;
        }
        catch (OperationCanceledException)
        {
            if (whatStays() is { Length: > 0 } words) Console.Error.WriteLine(words);
            return Stopped;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException
            or InvalidOperationException or ExternalException or NotSupportedException or DllNotFoundException
            or SampleReadException or OutOfMemoryException)
        {
            // Which parameter of which method it was, and where in libtorch, is nothing to people.
            var words = e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;
            Console.Error.WriteLine(words.Split("\nException raised from")[0]);
            return 1;
        }
    }
}
