using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>Published data sets by name: <c>NAME:PLACE</c>, cut and split as published but for the lengths that a person gives.</summary>
internal static class PublishedSets
{
    private static readonly (string Name, Func<string, DataConfig, OpenedSource> Open)[] sets =
    [
        ("moving-mnist", (place, _) => Of(MovingMnist.Open(place), bytes: true)),
        ("taxibj", (place, _) => Of(TaxiBj.Open(place), bytes: false)),
        ("kth", (place, data) => Of(Kth.Open(place, new() { Windows = new(data.Inputs, data.Horizon) }), bytes: true)),
        ("human36m", (place, _) => Of(Human36M.Open(place), bytes: true)),
        ("kitticaltech", (place, data) => Of(KittiCaltech.Open(place, new() { Windows = new(data.Inputs, data.Horizon) }), bytes: true)),
        ("sevir", (place, _) => OpenedSource.Within(Sevir.Open(place), set => Of(set.Splits, bytes: true, set))),
        ("weatherbench", (place, _) => OpenedSource.Within(WeatherBench.Open(place), set => Of(set.Splits, bytes: false, set))),
    ];

    /// <summary>How they are named.</summary>
    public static string Words => string.Join(", ", sets.Select(set => $"{set.Name}:PLACE"));

    public static bool Knows(string source) => sets.Any(set => source.StartsWith(set.Name + ":", StringComparison.Ordinal));

    /// <summary>Where the files of a source are.</summary>
    public static string Place(string source) => Knows(source) ? source[(source.IndexOf(':') + 1)..] : source;

    public static OpenedSource Open(string source, DataConfig data)
    {
        var name = source[..source.IndexOf(':')];
        return sets.First(set => set.Name == name).Open(Place(source), data);
    }

    private static OpenedSource Of(DatasetSplits splits, bool bytes, IDisposable? owner = null) =>
        new(bytes, owner ?? splits) { Splits = splits };
}
