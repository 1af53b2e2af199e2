namespace SwinLSTM.Data;

/// <summary>Where one sample begins.</summary>
/// <param name="Series">The number of the series, from 0.</param>
/// <param name="First">Its first frame there, from 0.</param>
public readonly record struct WindowStart(int Series, long First);
