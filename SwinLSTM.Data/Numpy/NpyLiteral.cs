using System.Globalization;

namespace SwinLSTM.Data;

/// <summary>
/// The description in a NumPy header: a Python dictionary of exactly three entries. Only that is understood, and nothing is ever run:
/// strings without escapes, True and False, and tuples of whole numbers.
/// </summary>
internal ref struct NpyLiteral
{
    private const int MostAxes = 64; // as many as NumPy has
    private readonly ReadOnlySpan<char> text;
    private int at;

    private NpyLiteral(ReadOnlySpan<char> text) => this.text = text;

    /// <exception cref="FormatException">The text is anything else; the message says what was expected where.</exception>
    public static (string Descr, bool FortranOrder, long[] Shape) Parse(ReadOnlySpan<char> text)
    {
        var literal = new NpyLiteral(text);
        return literal.Dictionary();
    }

    private (string, bool, long[]) Dictionary()
    {
        var (descr, order, shape) = ((string?)null, (bool?)null, (long[]?)null);
        Expect('{');
        while (Next() != '}')
        {
            var key = String();
            Expect(':');
            if (key == "descr" && descr is null)
                descr = Next() == '[' ? throw new FormatException("it describes records of several fields, not numbers; save each field as an array of its own, such as a['x']") : String();
            else if (key == "fortran_order" && order is null)
                order = Boolean();
            else if (key == "shape" && shape is null)
                shape = Tuple();
            else
                throw new FormatException($"'{key}' is there twice or is no entry of a NumPy header; descr, fortran_order and shape are");
            if (Next() != '}')
                Expect(',');
        }
        Expect('}');
        if (text[at..].Trim(" \n\r\t").Length > 0)
            throw Expected("nothing more");
        if (descr is null || order is null || shape is null)
            throw new FormatException("one of the entries descr, fortran_order and shape is missing");
        return (descr, order.Value, shape);
    }

    private long[] Tuple()
    {
        var numbers = new List<long>();
        Expect('(');
        while (Next() != ')')
        {
            numbers.Add(Number());
            if (numbers.Count > MostAxes)
                throw new FormatException($"the shape has more than {MostAxes} axes");
            if (Next() != ')')
                Expect(',');
            else if (numbers.Count == 1)
                throw Expected("a comma, which makes one length a tuple");
        }
        Expect(')');
        return [.. numbers];
    }

    private long Number()
    {
        Next();
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        if (!long.TryParse(text[start..at], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw at == start ? Expected("a whole number") : new FormatException($"a length of the shape is beyond {long.MaxValue}");
        if (at < text.Length && text[at] == 'L') // as Python 2 wrote large ones
            at++;
        return number;
    }

    private bool Boolean()
    {
        Next();
        foreach (var (word, value) in new[] { ("True", true), ("False", false) })
            if (text[at..].StartsWith(word, StringComparison.Ordinal))
            {
                at += word.Length;
                return value;
            }
        throw Expected("True or False");
    }

    private string String()
    {
        var quote = Next();
        if (quote is not ('\'' or '"'))
            throw Expected("a string");
        var length = text[(at + 1)..].IndexOf(quote);
        var content = length < 0 ? throw Expected("a string that ends") : text.Slice(at + 1, length);
        if (content.Contains('\\'))
            throw Expected("a string without escapes");
        at += length + 2;
        return content.ToString();
    }

    private void Expect(char sign)
    {
        if (Next() != sign)
            throw Expected($"'{sign}'");
        at++;
    }

    /// <summary>The next character that is no blank; 0 at the end.</summary>
    private char Next()
    {
        while (at < text.Length && text[at] is ' ' or '\n' or '\r' or '\t')
            at++;
        return at < text.Length ? text[at] : '\0';
    }

    private readonly FormatException Expected(string what) => new($"character {at} of the description must be {what}");
}
