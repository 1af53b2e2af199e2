namespace ForecastService;

/// <summary>A frame as it arrives.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Values">[C, H, W], the columns fastest.</param>
internal sealed record Frame(int Width, int Height, float[] Values)
{
    public int Channels() => Width > 0 && Height > 0 && Values is { Length: > 0 } && Values.Length % ((long)Width * Height) == 0
        ? (int)(Values.Length / ((long)Width * Height))
        : throw new ArgumentException($"A frame of {Width} x {Height} has {(long)Width * Height} values, or as many for each channel; "
            + $"{Values?.Length ?? 0} came.");
}

/// <summary>What the service takes; each is a setting, such as <c>--streams 20</c>.</summary>
internal sealed record Limits
{
    /// <summary>Streams at a time.</summary>
    public int Streams { get; init; } = 100;

    /// <summary>Bytes of a request.</summary>
    public long BodyBytes { get; init; } = 1 << 20;

    /// <summary>Frames ahead.</summary>
    public int Horizon { get; init; } = 50;

    /// <summary>Seconds without a request after which a stream is forgotten.</summary>
    public double IdleSeconds { get; init; } = 600;

    public void Check()
    {
        if (Streams < 1 || BodyBytes < 1 || Horizon < 1 || !(IdleSeconds is > 0 and < 1e6))
            throw new ArgumentException($"Limits are above 0; {Streams} streams, {BodyBytes} bytes, horizon {Horizon} and {IdleSeconds} "
                + "seconds were given.");
    }
}

/// <summary>A request that cannot be answered, with the status to say so.</summary>
internal sealed class StreamException(int status, string message) : Exception(message)
{
    public int Status => status;
}
