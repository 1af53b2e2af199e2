using System.Text;

namespace SwinLSTM.Data;

/// <summary>
/// Rows of a table in text: comma-separated, a row a line, the first one names the columns; a field in double quotes may hold commas and
/// doubled quotes, but no end of line. Strict: every row has as many fields as there are columns.
/// </summary>
internal static class CsvTable
{
    private const int MaxLine = 1 << 16;

    /// <summary>The named columns of every row, with the number of its line.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or a row is not as the others.</exception>
    public static IEnumerable<(int Line, string[] Fields)> Read(string path, params string[] columns)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: false));
        var header = Split(ReadLine(reader, path, 1) ?? throw new InvalidDataException($"{path} is empty; its first line should name the columns {string.Join(", ", columns)}."), path, 1);
        var places = Array.ConvertAll(columns, column => header.IndexOf(column));
        if (Array.IndexOf(places, -1) is >= 0 and var lost)
            throw new InvalidDataException($"{path} has no column {columns[lost]}; it has {string.Join(", ", header)}.");
        for (var line = 2; ReadLine(reader, path, line) is { } text; line++)
        {
            if (text.Length == 0)
                continue;
            var fields = Split(text, path, line);
            if (fields.Count != header.Count)
                throw new InvalidDataException($"{path}, line {line}: {fields.Count} fields where the first line names {header.Count}. Fetch the file again.");
            yield return (line, Array.ConvertAll(places, place => fields[place]));
        }
    }

    /// <summary>A line, or null at the end; one that never ends is refused before it fills the memory.</summary>
    private static string? ReadLine(StreamReader reader, string path, int line)
    {
        var text = new StringBuilder();
        int c;
        while ((c = reader.Read()) is not -1 and not '\n')
        {
            if (text.Length == MaxLine)
                throw new InvalidDataException($"{path}, line {line} is longer than {MaxLine} characters. This is not the table that was expected; fetch it again.");
            text.Append((char)c);
        }
        return c == -1 && text.Length == 0 ? null : text.ToString().TrimEnd('\r');
    }

    private static List<string> Split(string text, string path, int line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        for (var at = 0; ; at++)
        {
            if (at < text.Length && text[at] == '"')
            {
                for (at++; ; at++)
                {
                    if (at >= text.Length)
                        throw new InvalidDataException($"{path}, line {line}: a quoted field has no end. Fetch the file again.");
                    if (text[at] != '"')
                        field.Append(text[at]);
                    else if (at + 1 < text.Length && text[at + 1] == '"')
                        field.Append(text[at++]);
                    else
                        break;
                }
                at++;
                if (at < text.Length && text[at] != ',')
                    throw new InvalidDataException($"{path}, line {line}: text follows a quoted field. Fetch the file again.");
            }
            else
            {
                for (; at < text.Length && text[at] != ','; at++)
                    field.Append(text[at]);
            }
            fields.Add(field.ToString());
            field.Clear();
            if (at >= text.Length)
                return fields;
        }
    }
}
