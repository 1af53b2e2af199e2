using System.Globalization;

namespace SwinLSTM;

/// <summary>How a reader says that a file breaks a rule: which file, which rule, what was found, what to do.</summary>
/// <param name="File">The file's name, as the caller gave it.</param>
/// <param name="Remedy">What the user can do, as a sentence.</param>
internal readonly record struct BadFile(string File, string Remedy)
{
    /// <summary>Makes the exception for a broken <paramref name="rule"/> (a sentence) and what was <paramref name="found"/>
    /// instead.</summary>
    public InvalidDataException Because(string rule, string found, Exception? cause = null) =>
        new($"'{File}': {rule} Found: {found}. {Remedy}", cause);

    /// <summary>Quotes text out of a file, cut to a length that a message can hold, without what would steer a terminal.</summary>
    public static string Quote(string text, int longest = 80)
    {
        var shown = string.Concat(text.Take(longest).Select(letter => char.IsControl(letter)
            || char.GetUnicodeCategory(letter) == UnicodeCategory.Format ? '?' : letter));
        return text.Length <= longest ? $"'{shown}'" : $"'{shown}...' ({text.Length} characters)";
    }
}
