namespace SwinLSTM.Data;

/// <summary>Colours for the 256 shades of a field, from dark to light, so that it also reads well in grey: cubehelix (D. A. Green, "A
/// colour scheme for the display of astronomical intensity images", Bulletin of the Astronomical Society of India 39, 2011).</summary>
public sealed class ColorMap
{
    private readonly (byte Red, byte Green, byte Blue)[] colors = new (byte, byte, byte)[256];

    /// <summary>Makes a map; the defaults are the paper's.</summary>
    /// <param name="start">The hue at black: 0 blue, 1 red, 2 green, and what lies between.</param>
    /// <param name="rotations">How often the hue runs through all colours from black to white; negative runs the other way.</param>
    /// <param name="saturation">How colourful: 0 is grey.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public ColorMap(double start = 0.5, double rotations = -1.5, double saturation = 1)
    {
        if (!double.IsFinite(start) || !double.IsFinite(rotations) || !double.IsFinite(saturation))
            throw new ArgumentOutOfRangeException(nameof(start), $"A map of colours needs finite numbers; {start}, {rotations} and " +
                $"{saturation} were given.");
        for (var shade = 0; shade < colors.Length; shade++)
        {
            var light = shade / 255.0;
            var angle = 2 * Math.PI * ((start / 3) + 1 + (rotations * light));
            var (cos, sin, amplitude) = (Math.Cos(angle), Math.Sin(angle), saturation * light * (1 - light) / 2);
            colors[shade] = (Level(light + (amplitude * ((-0.14861 * cos) + (1.78277 * sin)))),
                Level(light + (amplitude * ((-0.29227 * cos) - (0.90649 * sin)))),
                Level(light + (amplitude * 1.97294 * cos)));
        }
    }

    /// <summary>The colour of a shade.</summary>
    /// <param name="shade">0 dark to 255 light.</param>
    public (byte Red, byte Green, byte Blue) this[byte shade] => colors[shade];

    private static byte Level(double value) => (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
}
