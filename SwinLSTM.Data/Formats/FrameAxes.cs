namespace SwinLSTM.Data;

/// <summary>Which axis of a dataset is which of N (sequence), T, C, H and W, by letters that are given or by the names of the
/// axes.</summary>
internal sealed class FrameAxes
{
    private const string Known = "NTCHW1";
    private readonly IReadOnlyList<long> shape;

    private FrameAxes(string letters, IReadOnlyList<long> shape) => (Letters, this.shape) = (letters, shape);

    /// <summary>A letter for each axis; 1 where it has one value and stands for nothing.</summary>
    public string Letters { get; }

    public bool Has(char letter) => Letters.Contains(letter, StringComparison.Ordinal);

    /// <summary>The length of an axis; 1 where there is none.</summary>
    public long Length(char letter) => Letters.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var axis ? shape[axis] : 1;

    /// <summary>Finds out which axis is which, by the letters given or else by names; those that are needed must be there.</summary>
    /// <exception cref="ArgumentException">It cannot be known, or letters contradict the names.</exception>
    public static FrameAxes Of(Hdf5Dataset dataset, string? given, string needed)
    {
        var (shape, names) = (dataset.Shape, dataset.Dimensions);
        var axes = Words(dataset);
        if (given is not null && (given.Any(letter => !Known.Contains(letter, StringComparison.Ordinal))
            || given.Where(letter => letter != '1').GroupBy(letter => letter).Any(same => same.Count() > 1) || !needed.All(given.Contains)))
            throw new ArgumentException($"{dataset.Place}: axes are named by the letters N (sequence), T, C, H and W, each at most once " +
                $"and {string.Join(", ", needed.ToCharArray())} at least, and 1 for axes of one value; '{given}' was " +
                "given.", nameof(given));
        if (given is not null && given.Length != shape.Count)
            throw new ArgumentException($"{dataset.Place} has {shape.Count} axes, {axes}; '{given}' names {given.Length}.", nameof(given));
        var letters = given ?? (names.Any(name => name.Length > 0) ? ByName() : ByCount());
        for (var i = 0; i < letters.Length; i++)
        {
            if (letters[i] == '1' && shape[i] != 1)
                throw new ArgumentException($"{dataset.Place} has {shape[i]} values on axis {i}, which '{letters}' calls an axis of one " +
                    "value.", nameof(given));
            // Time, rows and columns are no matter of taste; what else an axis is, the one who gives letters knows better.
            if (Letter(names[i]) is ('T' or 'H' or 'W') and var known && known != letters[i])
                throw new ArgumentException($"{dataset.Place} has the axes {axes}; '{letters}' takes {names[i]} for {letters[i]}. Its " +
                    $"letter is {known}.", nameof(given));
        }
        return new(letters, shape);

        string ByName()
        {
            var found = string.Concat(names.Select((name, i) => Letter(name) ?? (shape[i] == 1 ? '1' : '?')));
            var doubled = found.Where(letter => letter != '1').GroupBy(letter => letter).Any(same => same.Count() > 1);
            return !doubled && !found.Contains('?', StringComparison.Ordinal) && needed.All(found.Contains) ? found
                : throw new ArgumentException($"{dataset.Place} has the axes {axes}, of which it is not known which is which. Say so by " +
                    "letters, such as TNHW: N sequences (versions, members), T time, C channels (levels), H rows, W " +
                    "columns.", nameof(given));
        }

        string ByCount() => (needed.Length, shape.Count) switch
        {
            (3, 3) => "THW",
            (3, 4) => "TCHW",
            (3, 5) => "NTCHW",
            (2, 2) => "HW",
            (2, 3) => shape[0] == 1 ? "1HW" : "CHW",
            _ => throw new ArgumentException($"{dataset.Place} has {shape.Count} axes, {axes}; it is not known which is which. Say so by " +
                "letters, such as NTHW: N sequences, T time, C channels, H rows, W columns.", nameof(given)),
        };
    }

    /// <summary>The axes of a dataset with their names and lengths, for messages.</summary>
    public static string Words(Hdf5Dataset dataset) =>
        string.Join(" x ", dataset.Shape.Zip(dataset.Dimensions, (length, name) => name.Length == 0 ? $"{length}" : $"{name} ({length})"));

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
