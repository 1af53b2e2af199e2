namespace SwinLSTM.Data;

/// <summary>A sample could not be read. It reaches the reader of a <see cref="SequenceLoader"/> where the sample's batch would have come;
/// the reason is the inner exception.</summary>
public sealed class SampleReadException : Exception
{
    internal SampleReadException(SampleId sample, string origin, Exception reason)
        : base($"Sample {sample.Index} of pass {sample.Epoch} ({origin}) could not be read: {reason.Message}", reason) =>
        (Sample, Origin) = (sample, origin);

    /// <summary>Which sample of which pass.</summary>
    public SampleId Sample { get; }

    /// <summary>Where it comes from: its file and its place there, as <see cref="ISequenceDataset.Describe"/> says.</summary>
    public string Origin { get; }

    internal static SampleReadException Of(ISequenceDataset dataset, SampleId sample, Exception reason)
    {
        string origin;
        try
        {
            origin = dataset.Describe(sample.Index);
        }
        catch (Exception) // the reason for the failure is worth more than the words for its place
        {
            origin = "of unknown origin";
        }
        return new(sample, origin, reason);
    }
}
