namespace SwinLSTM.Data;

/// <summary>Which axis of stored numbers is which of N (sequence), T, C, H and W: by letters that are given, by the names of the axes, or
/// by their usual order.</summary>
internal sealed class FrameAxes
{
    private readonly IReadOnlyList<long> shape;

    private FrameAxes(string letters, IReadOnlyList<long> shape) => (Letters, this.shape) = (letters, shape);

    /// <summary>A letter for each axis; 1 where it has one value and stands for nothing.</summary>
    public string Letters { get; }

    public bool Has(char letter) => Letters.Contains(letter, StringComparison.Ordinal);

    /// <summary>The length of an axis; 1 where there is none.</summary>
    public long Length(char letter) => Letters.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var axis ? shape[axis] : 1;

    /// <summary>Finds out which axis is which; those that are needed must be there.</summary>
    /// <param name="place">What messages call the numbers.</param>
    /// <param name="shape">The length of each axis.</param>
    /// <param name="names">The name of each axis, or nothing where it has none.</param>
    /// <param name="given">A letter for each axis; null for names or the usual order.</param>
    /// <param name="needed">Letters that there must be.</param>
    /// <param name="usual">The usual orders; the last one has all letters that there can be.</param>
    /// <exception cref="ArgumentException">It cannot be known, or letters contradict the names.</exception>
    public static FrameAxes Of(string place, IReadOnlyList<long> shape, IReadOnlyList<string> names, string? given, string needed,
        params string[] usual)
    {
        var (axes, known) = (Words(shape, names), usual[^1]);
        if (given is not null && (given.Any(letter => letter != '1' && !known.Contains(letter, StringComparison.Ordinal))
            || Doubled(given) || !needed.All(given.Contains)))
            throw new ArgumentException($"{place}: axes are named by the letters {string.Join(", ", known.AsEnumerable())}, each at most " +
                $"once and {string.Join(", ", needed.AsEnumerable())} at least, and 1 for axes of one value; '{given}' was " +
                $"given.{(known.Contains('N', StringComparison.Ordinal) ? "" : " Several sequences, N, are read as clips.")}",
                nameof(given));
        if (given is not null && given.Length != shape.Count)
            throw new ArgumentException($"{place} has {shape.Count} axes, {axes}; '{given}' names {given.Length}.", nameof(given));
        var named = names.Any(name => name.Length > 0);
        var letters = given ?? (named ? string.Concat(names.Select((name, i) => Letter(name) ?? (shape[i] == 1 ? '1' : '?')))
            : usual.FirstOrDefault(order => order.Length == shape.Count) ?? "?");
        if (letters.Contains('?', StringComparison.Ordinal) || Doubled(letters) || !needed.All(letters.Contains))
            throw new ArgumentException($"{place} has the axes {axes}, of which it is not known which is which. Say so by letters, such " +
                $"as {known}: N sequences (versions, members), T time, C channels (levels), H rows, W columns.", nameof(given));
        for (var i = 0; i < letters.Length; i++)
        {
            if (letters[i] == '1' && shape[i] != 1)
                throw new ArgumentException($"{place} has {shape[i]} values on axis {i}, which '{letters}' calls an axis of one value.",
                    nameof(given));
            // Time, rows and columns are no matter of taste; what else an axis is, the one who gives letters knows better.
            if (named && Letter(names[i]) is ('T' or 'H' or 'W') and var letter && letter != letters[i])
                throw new ArgumentException($"{place} has the axes {axes}; '{letters}' takes {names[i]} for {letters[i]}. Its letter is " +
                    $"{letter}.", nameof(given));
        }
        return new(letters, shape);

        static bool Doubled(string letters) =>
            letters.Where(letter => letter != '1').GroupBy(letter => letter).Any(same => same.Count() > 1);
    }

    /// <summary>Axes with their names and lengths, for messages.</summary>
    public static string Words(IReadOnlyList<long> shape, IReadOnlyList<string> names) => string.Join(" x ",
        shape.Select((length, i) => i >= names.Count || names[i].Length == 0 ? $"{length}" : $"{names[i]} ({length})"));

    /// <summary>The letter of an axis by its name in NetCDF files; null where the name is not known.</summary>
    public static char? Letter(string name) => name.ToUpperInvariant() switch
    {
        "TIME" or "T" or "VALID_TIME" or "TIMES" or "DATE" or "DATETIME" => 'T',
        "LAT" or "LATITUDE" or "Y" or "RLAT" or "NLAT" or "YC" or "SOUTH_NORTH" or "PROJECTION_Y_COORDINATE" or "NY" => 'H',
        "LON" or "LONGITUDE" or "X" or "RLON" or "NLON" or "XC" or "WEST_EAST" or "PROJECTION_X_COORDINATE" or "NX" => 'W',
        "LEVEL" or "LEV" or "PLEV" or "LEVELS" or "PRESSURE_LEVEL" or "PRESSURE" or "ISOBARICINHPA" => 'C',
        "HEIGHT" or "DEPTH" or "Z" or "CHANNEL" or "BAND" or "C" => 'C',
        "NUMBER" or "REALIZATION" or "MEMBER" or "ENSEMBLE" or "ENS" or "SAMPLE" or "EVENT" or "N" => 'N',
        _ => null,
    };
}
