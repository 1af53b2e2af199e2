using SwinLSTM.Data;

namespace SwinLSTM.Training;

/// <summary>A sequence to look at: what was known, what followed, and what the first forecaster made of it.</summary>
/// <param name="Place">Why it is shown.</param>
/// <param name="Index">Which sequence of the data set it is.</param>
/// <param name="Source">Where the data set has it from.</param>
/// <param name="Value">The metric that sequences are ranked by, of this one.</param>
/// <param name="Channels">Its frames, channel by channel; red, green and blue are one.</param>
public sealed record ShownSequence(Place Place, long Index, string Source, double Value, IReadOnlyList<ShownChannel> Channels);

/// <summary>A channel of a sequence to look at.</summary>
/// <param name="Name">Which channel, and the values of its darkest and its lightest shade; empty where there is nothing to say.</param>
/// <param name="Pictures">Its frames.</param>
/// <param name="Errors">Magnitudes of the forecast's errors, a picture a frame: black where there is none, brighter where it is
/// large.</param>
public sealed record ShownChannel(string Name, FilmstripSample Pictures, IReadOnlyList<Picture> Errors);
