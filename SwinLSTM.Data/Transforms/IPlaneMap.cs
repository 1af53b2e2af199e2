namespace SwinLSTM.Data;

/// <summary>A linear map of planes: every new value is a sum of old ones times weights that add up to 1, less where it shows what lies outside.</summary>
internal interface IPlaneMap
{
    void Apply(ReadOnlySpan<double> from, Span<double> to);
}
