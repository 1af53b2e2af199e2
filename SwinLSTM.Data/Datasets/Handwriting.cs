using System.Numerics;

namespace SwinLSTM.Data;

/// <summary>How one hand bends a glyph: its slant, proportions, turn, the pen's width, a slight warp, and a shake for each point.</summary>
internal readonly struct Handwriting
{
    private readonly float slant, aspect, sin, cos, shake;
    private readonly Vector2 warpSize, warpPhase;

    public Handwriting(ref SampleRandom random)
    {
        slant = (float)Math.Clamp(0.16 + 0.19 * random.NextNormal(), -0.4, 0.7);
        aspect = (float)Math.Clamp(0.86 + 0.17 * random.NextNormal(), 0.45, 1.3);
        (sin, cos) = MathF.SinCos((float)Math.Clamp(0.09 * random.NextNormal(), -0.25, 0.25));
        shake = (float)random.NextDouble(0.01, 0.045);
        warpSize = new((float)(0.035 * random.NextNormal()), (float)(0.035 * random.NextNormal()));
        warpPhase = new((float)random.NextDouble(0, Math.Tau), (float)random.NextDouble(0, Math.Tau));
        StrokeWidth = Math.Clamp(0.126f * MathF.Exp(0.27f * (float)random.NextNormal()), 0.065f, 0.26f);
        Edge = (float)random.NextDouble(0.035, 0.07);
    }

    /// <summary>Width of the pen's line, as a part of the box's side.</summary>
    public float StrokeWidth { get; }

    /// <summary>Width of the line's soft edge, as a part of the box's side.</summary>
    public float Edge { get; }

    /// <summary>Where this hand puts the glyph's point (x, y in 0..1): around (0, 0), about 1 high.</summary>
    public Vector2 Write(float x, float y, ref SampleRandom random)
    {
        x += shake * (float)random.NextNormal();
        y += shake * (float)random.NextNormal();
        var u = (x - 0.5f + warpSize.X * MathF.Sin(5 * y + warpPhase.X)) * aspect;
        var v = y - 0.5f + warpSize.Y * MathF.Sin(5 * x + warpPhase.Y);
        u -= slant * v;
        return new(cos * u - sin * v, sin * u + cos * v);
    }
}
