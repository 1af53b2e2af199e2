using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SwinLSTM.Cli;

/// <summary>An option of the command line that sets a key of a run file, and what either may be.</summary>
internal sealed class Flag
{
    /// <summary>What values are called in help, and so of which kind they are: whole numbers, and three kinds of others.</summary>
    public const string Number = "NUMBER", Rate = "RATE", Minutes = "MINUTES", Share = "SHARE", Size = "HEIGHTxWIDTH", Switch = "";

    private readonly string value;
    private readonly bool isList;
    private readonly double least, most;

    /// <param name="name">The option.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">What its value is called in help.</param>
    /// <param name="words">What help says of it.</param>
    /// <param name="least">The smallest number.</param>
    /// <param name="most">The largest number.</param>
    public Flag(string name, string key, string value, string words, double least = 1, double most = int.MaxValue)
    {
        (Name, Key, this.value) = (name, key, value);
        isList = key is "data.sources" or "data.channels" or "model.depths" or "model.heads";
        (this.least, this.most) = value switch { Share => (0, 1), Rate or Minutes => (double.Epsilon, 1e6), _ => (least, most) };
        Option = value == Switch ? new Option<bool>(name) { Description = words }
            : isList ? new Option<string[]>(name) { Description = words, HelpName = value, AllowMultipleArgumentsPerToken = true }
            : Verb.Text(name, value, words);
    }

    public string Name { get; }

    public string Key { get; }

    public Option Option { get; }

    /// <summary>Puts what was given on the command line over what is in a tree of keys.</summary>
    /// <returns>Whether anything was given.</returns>
    public bool Apply(ParseResult parsed, JsonObject tree)
    {
        if (parsed.GetResult(Option) is not { Implicit: false } given) return false;
        JsonNode[] values = [.. given.Tokens.Select(token => Read(token.Value))];
        ConfigJson.Set(tree, Key, value == Switch ? parsed.GetValue((Option<bool>)Option) : isList ? new JsonArray(values) : values[0]);
        return true;
    }

    /// <summary>The number that was given on the command line; null if none was.</summary>
    public long? Of(ParseResult parsed)
    {
        if (parsed.GetResult(Option) is not { Implicit: false } given) return null;
        var number = Read(given.Tokens[0].Value).GetValue<long>();
        Check(number, Name);
        return number;
    }

    /// <exception cref="ArgumentException">What a tree has at the key is out of range.</exception>
    public void Check(JsonObject tree)
    {
        var (names, both) = (Key.Split('.'), $"{Name} ({Key} in a run file)");
        var found = names.Length == 1 ? tree[names[0]] : (tree[names[0]] as JsonObject)?[names[1]];
        foreach (var one in (found as IEnumerable<JsonNode?> ?? new[] { found }).OfType<JsonValue>())
        {
            if (value == Size && one.TryGetValue(out string? size) && DataSource.Size(size) is null)
                throw new ArgumentException(DataSource.NoSize(both, size));
            if (value is Number or Rate or Minutes or Share)
                Check(one.TryGetValue(out long whole) ? whole : one.TryGetValue(out double real) ? real : least, both);
        }
    }

    private void Check(double number, string name)
    {
        if (number >= least && number <= most) return;
        var range = number > most ? $"at most {Text(most)}" : least == double.Epsilon ? "above 0" : $"at least {Text(least)}";
        throw new ArgumentException($"{name} is {range}; {Text(number)} was given.");
    }

    private JsonNode Read(string text) => value switch
    {
        Number => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
            : throw new ArgumentException($"'{text}' was given for {Name}, which is a whole number."),
        Rate or Minutes or Share => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw new ArgumentException($"'{text}' was given for {Name}, which is a number."),
        _ => text,
    };

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
