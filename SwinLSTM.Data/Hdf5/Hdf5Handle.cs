using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>An open file of libhdf5, closed once, on any thread, with all that was opened in it.</summary>
internal sealed unsafe class Hdf5Handle : SafeHandle
{
    private readonly Hdf5Api api;

    public Hdf5Handle(Hdf5Api api, long id)
        : base(-1, ownsHandle: true)
    {
        this.api = api;
        SetHandle((nint)id);
    }

    public override bool IsInvalid => handle < 0;

    public long Id => handle;

    protected override bool ReleaseHandle()
    {
        lock (Hdf5Library.Gate)
            return api.FileClose(handle) >= 0;
    }
}
