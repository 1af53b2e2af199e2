namespace SwinLSTM.Data;

/// <summary>Where one frame of a channel lies: in which piece, at which time of it.</summary>
internal readonly record struct WeatherPlace(int Piece, int Time);

/// <summary>One channel: a variable at a level, through all its files.</summary>
internal sealed class WeatherField
{
    private readonly List<(NetCdfVariable Variable, int Level)> pieces = []; // -1: a variable without levels
    private readonly SortedDictionary<DateTime, WeatherPlace> places = [];

    public WeatherField(string name) => Name = name;

    /// <summary>What it is called, such as <c>t2m</c> or <c>z500</c>.</summary>
    public string Name { get; }

    public IReadOnlyCollection<DateTime> Times => places.Keys;

    public WeatherPlace this[DateTime time] => places[time];

    public bool Has(DateTime time) => places.ContainsKey(time);

    /// <exception cref="InvalidDataException">A time is there already.</exception>
    public void Add(NetCdfVariable variable, int level, DateTime[] times, string path)
    {
        for (var i = 0; i < times.Length; i++)
            if (!places.TryAdd(times[i], new(pieces.Count, i)))
                throw new InvalidDataException($"{path}: {Name} at {times[i]:yyyy-MM-dd HH:mm} is in the folder twice. Keep one of the files.");
        pieces.Add((variable, level));
    }

    /// <summary>Frames of one piece, every <paramref name="step"/>th: [count, lat, lon].</summary>
    public void Read(WeatherPlace first, int count, int step, Span<float> values)
    {
        var (variable, level) = pieces[first.Piece];
        var shape = variable.Shape;
        if (level < 0)
            variable.Read([first.Time, 0, 0], [count, shape[1], shape[2]], values, [step, 1, 1]);
        else
            variable.Read([first.Time, level, 0, 0], [count, 1, shape[2], shape[3]], values, [step, 1, 1, 1]);
    }
}
