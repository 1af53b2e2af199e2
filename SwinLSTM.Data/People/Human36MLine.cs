using System.Globalization;

namespace SwinLSTM.Data;

/// <summary>A line of <c>train.txt</c> or <c>test.txt</c>: <c>prefix,begin,end</c>. The images of a sample are <c>prefix_NNNNNN.jpg</c>, from number begin on.</summary>
internal readonly record struct Human36MLine(string Prefix, int Begin, int End)
{
    private const int LongestLine = 300, LargestNumber = 999_999;

    /// <summary>The one who is seen: what stands before the first underscore of the prefix.</summary>
    public string Subject => Prefix[..Prefix.IndexOf('_')];

    /// <exception cref="InvalidDataException">It is no such line.</exception>
    public static Human36MLine Parse(string line)
    {
        var fields = line.TrimEnd().Split(',', 4);
        if (line.Length > LongestLine || fields.Length != 3 || !IsPrefix(fields[0]) || !TryNumber(fields[1], out var begin) || !TryNumber(fields[2], out var end) || end < begin)
            throw new InvalidDataException("A line is 'prefix,begin,end': the beginning of the images' names, S and a number, an underscore and more, without a folder; then the first and the last " +
                $"number, 0 to {LargestNumber}. This one is '{(line.Length > LongestLine ? line[..LongestLine] + "..." : line)}'.");
        return new(fields[0], begin, end);
    }

    private static bool IsPrefix(string text)
    {
        var underscore = text.IndexOf('_');
        return underscore > 1 && text[0] == 'S' && text.AsSpan(1, underscore - 1).IndexOfAnyExceptInRange('0', '9') < 0 && underscore < text.Length - 1
            && text.AsSpan().IndexOfAny('/', '\\', '\0') < 0;
    }

    private static bool TryNumber(string text, out int value) => int.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= LargestNumber;
}
