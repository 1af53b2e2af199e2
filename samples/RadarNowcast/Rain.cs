namespace RadarNowcast;

/// <summary>Rain that a radar might see: cells are born, grow, drift with a wind that turns slowly, and die.</summary>
internal static class Rain
{
    /// <returns>[time, rows, columns] in mm/h; NaN beyond the radar's reach, and now and then in a sector.</returns>
    public static float[,,] Make(int frames, int size, int seed)
    {
        if (frames < 250 || size < 8)
            throw new ArgumentException($"--frames is at least 250 and --size at least 8; {frames} and {size} were given.");
        var random = new Random(seed);
        var rain = new float[frames, size, size];
        List<Cell> cells = [.. Enumerable.Range(0, 8).Select(_ => Cell.Born(random, size, random.Next(60)))];
        for (var t = 0; t < frames; t++)
        {
            var wind = 0.5 + Math.Sin(t / 200.0);
            cells = [.. cells.Select(cell => cell.Age < 60 ? cell.Drift(wind) : Cell.Born(random, size, age: 0))];
            var (broken, ray) = (random.Next(40) == 0, random.NextDouble() * 6); // now and then a sector is missing
            for (var y = 0; y < size; y++)
            {
                for (var x = 0; x < size; x++)
                {
                    var (dy, dx) = (y - ((size - 1) / 2.0), x - ((size - 1) / 2.0));
                    var blind = Math.Sqrt((dy * dy) + (dx * dx)) > 0.55 * size || (broken && Math.Abs(Math.Atan2(dy, dx) + 3 - ray) < 0.3);
                    rain[t, y, x] = blind ? float.NaN : (float)cells.Sum(cell => cell.At(x, y));
                }
            }
        }

        return rain;
    }
}

/// <summary>A cell of rain: its middle, its size in pixels, its heaviest rain in mm/h, and how many images old it is.</summary>
internal sealed record Cell(double X, double Y, double Radius, double Peak, int Age)
{
    public static Cell Born(Random random, int size, int age)
    {
        double Anywhere() => ((random.NextDouble() * 1.5) - 0.5) * size;
        return new(Anywhere(), Anywhere(), 1.5 + (random.NextDouble() * size / 10), 10 + (random.NextDouble() * 40), age);
    }

    public Cell Drift(double angle) => this with { X = X + (1.1 * Math.Cos(angle)), Y = Y + (1.1 * Math.Sin(angle)), Age = Age + 1 };

    public double At(int x, int y) =>
        Peak * Math.Sin(Math.PI * Age / 60) * Math.Exp(-(((x - X) * (x - X)) + ((y - Y) * (y - Y))) / (2 * Radius * Radius));
}
