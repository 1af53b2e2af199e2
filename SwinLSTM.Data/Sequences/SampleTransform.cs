namespace SwinLSTM.Data;

/// <summary>Writes what becomes of values: of a whole sample <c>[T, C, H, W]</c>, or of one plane <c>[H, W]</c>.</summary>
internal delegate void FrameMap(ReadOnlySpan<float> from, Span<float> to);

/// <summary>A data set over another one.</summary>
internal interface ILayer
{
    ISequenceDataset Source { get; }

    /// <summary>How many data sets lie under this one.</summary>
    static int Under(ISequenceDataset dataset) => dataset is ILayer layer ? 1 + Under(layer.Source) : 0;

    /// <summary>The data set that lies under all others.</summary>
    static ISequenceDataset Innermost(ISequenceDataset dataset) => dataset is ILayer layer ? Innermost(layer.Source) : dataset;
}

/// <summary>A data set whose samples are another's, changed. What is drawn is drawn once for each sample, for all of its frames.</summary>
/// <param name="source">What is changed.</param>
/// <param name="shape">The shape that results.</param>
/// <param name="words">What is done, for messages.</param>
/// <param name="draw">Draws what becomes of a sample.</param>
/// <param name="seed">Another seed draws others.</param>
internal sealed class SampleTransform(ISequenceDataset source, SequenceShape shape, string words, Func<SampleRandom, FrameMap> draw,
    ulong seed = 0)
    : ISequenceDataset, ILayer
{
    // Each transform of a stack draws numbers of its own, whatever it does and although users give all the same seed, and so does the
    // generator under them.
    private readonly ulong seed = unchecked(seed + 0x632BE59BD9B4E019 * (ulong)(1 + ILayer.Under(source)));

    public ISequenceDataset Source => source;
    public long Count => source.Count;
    public SequenceShape Shape => shape;

    /// <summary>A transform that does the same to each plane of a sample.</summary>
    public static SampleTransform OfPlanes(ISequenceDataset source, SequenceShape shape, string words, Func<SampleRandom, FrameMap> draw,
        ulong seed = 0)
    {
        var (plane, newPlane) = (source.Shape.Frame.Plane, shape.Frame.Plane);
        return new(source, shape, words, All, seed);

        FrameMap All(SampleRandom random)
        {
            var map = draw(random);
            return (from, to) =>
            {
                for (var p = 0; p < from.Length / plane; p++)
                    map(from.Slice(p * plane, plane), to.Slice(p * newPlane, newPlane));
            };
        }
    }

    public string Describe(long index) => $"{source.Describe(index)}, {words}";

    public void Read(SampleId sample, Span<float> frames)
    {
        this.Check(sample, frames);
        using var before = new Rented<float>(source.Shape.Values);
        source.ReadChecked(sample, before.Span); // what is infinite must not spread over its neighbours
        draw(new(seed, sample))(before.Span, frames);
    }
}
