using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>Published data sets by name: <c>NAME:PLACE</c>, cut and split as published but for the lengths that a person gives.</summary>
internal static class PublishedSets
{
    private static readonly (string Name, Func<string, DataConfig, OpenedSource> Open)[] sets =
    [
        ("moving-mnist", (place, data) => OpenedSource.Of(MovingMnist.Open(place), bytes: true)),
        ("taxibj", (place, _) => Owned(TaxiBj.Open(place), set => set, bytes: false)),
        ("kth", (place, data) => Owned(Kth.Open(place, new() { Windows = new() { InputFrames = data.Inputs, TargetFrames = data.Horizon } }), set => set, bytes: true)),
        ("human36m", (place, _) => OpenedSource.Of(Human36M.Open(place), bytes: true)),
        ("kitticaltech", (place, data) => Owned(KittiCaltech.Open(place, new() { Windows = new() { InputFrames = data.Inputs, TargetFrames = data.Horizon } }), set => set, bytes: true)),
        ("sevir", (place, _) => Owned(Sevir.Open(place), set => set.Splits, bytes: true)),
        ("weatherbench", (place, _) => Owned(WeatherBench.Open(place), set => set.Splits, bytes: false)),
    ];

    /// <summary>How they are named.</summary>
    public static string Words => string.Join(", ", sets.Select(set => $"{set.Name}:PLACE"));

    public static bool Knows(string source) => sets.Any(set => source.StartsWith(set.Name + ":", StringComparison.Ordinal));

    public static OpenedSource Open(string source, DataConfig data)
    {
        var (name, place) = (source[..source.IndexOf(':')], source[(source.IndexOf(':') + 1)..]);
        return sets.First(set => set.Name == name).Open(place, data);
    }

    private static OpenedSource Owned<T>(T set, Func<T, DatasetSplits> splits, bool bytes) where T : IDisposable => OpenedSource.Of(splits(set), bytes, set);
}
