namespace SwinLSTM.Data;

internal enum Hdf5EntryKind
{
    Other,
    Group,
    Dataset,
    SoftLink,
    ExternalLink,
}

/// <summary>What a name in a file stands for, and where its header is.</summary>
internal readonly record struct Hdf5Entry(Hdf5EntryKind Kind, long Address)
{
    public string InWords => Kind switch
    {
        Hdf5EntryKind.Group => "a group",
        Hdf5EntryKind.SoftLink => "a soft link, which is not followed",
        Hdf5EntryKind.ExternalLink => "a link into another file, which is never followed; open that file itself",
        _ => "something else",
    };
}
