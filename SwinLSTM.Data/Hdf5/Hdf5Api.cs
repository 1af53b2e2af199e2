using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>
/// The functions of libhdf5 that reading needs, by their exported names. Identifiers are 64 bits. Values themselves are mostly not read
/// through it (see <see cref="Hdf5Storage"/>): it says where they are.
/// </summary>
internal sealed unsafe partial class Hdf5Api
{
    public readonly delegate* unmanaged[Cdecl]<byte*, uint, long, long> FileOpen;
    public readonly delegate* unmanaged[Cdecl]<long, int> FileClose;
    public readonly delegate* unmanaged[Cdecl]<long, byte*, long, long> ObjectOpen;
    public readonly delegate* unmanaged[Cdecl]<long, int> ObjectClose;
    public readonly delegate* unmanaged[Cdecl]<long, int> KindOf;
    public readonly delegate* unmanaged[Cdecl]<long, int, int, ulong*, delegate* unmanaged[Cdecl]<long, byte*, byte*, void*, int>, void*, int> Links;

    public readonly delegate* unmanaged[Cdecl]<long, long> DatasetType;
    public readonly delegate* unmanaged[Cdecl]<long, long> DatasetSpace;
    public readonly delegate* unmanaged[Cdecl]<long, long> DatasetProperties;
    public readonly delegate* unmanaged[Cdecl]<long, ulong> DatasetOffset;
    public readonly delegate* unmanaged[Cdecl]<long, ulong> DatasetStorage;
    public readonly delegate* unmanaged[Cdecl]<long, long, long, long, long, void*, int> DatasetRead;
    public readonly delegate* unmanaged[Cdecl]<long, ulong*, ulong*, int> ChunkStorage;
    public readonly delegate* unmanaged[Cdecl]<long, ulong*, uint*, ulong*, ulong*, int> ChunkPlace;
    public readonly delegate* unmanaged[Cdecl]<long, long, ulong*, uint*, void*, int> ChunkRead;

    public readonly delegate* unmanaged[Cdecl]<long, int> TypeClass;
    public readonly delegate* unmanaged[Cdecl]<long, nuint> TypeSize;
    public readonly delegate* unmanaged[Cdecl]<long, long, int> TypeEqual;
    public readonly delegate* unmanaged[Cdecl]<long, int> TypeIsVariableText;
    public readonly delegate* unmanaged[Cdecl]<long, long> TypeCopy;
    public readonly delegate* unmanaged[Cdecl]<long, nuint, int> TypeSetSize;
    public readonly delegate* unmanaged[Cdecl]<long, nuint, nuint, nuint, nuint, nuint, int> TypeSetFields;
    public readonly delegate* unmanaged[Cdecl]<long, nuint, int> TypeSetBias;
    public readonly delegate* unmanaged[Cdecl]<int, nuint, long> TypeCreate;
    public readonly delegate* unmanaged[Cdecl]<long, byte*, nuint, long, int> TypeInsert;
    public readonly delegate* unmanaged[Cdecl]<long, int> TypeClose;

    public readonly delegate* unmanaged[Cdecl]<long, int> SpaceClass;
    public readonly delegate* unmanaged[Cdecl]<long, int> SpaceRank;
    public readonly delegate* unmanaged[Cdecl]<long, ulong*, ulong*, int> SpaceShape;
    public readonly delegate* unmanaged[Cdecl]<long, int> SpaceClose;

    public readonly delegate* unmanaged[Cdecl]<long, long> PropertiesCreate;
    public readonly delegate* unmanaged[Cdecl]<long, int, int> PropertiesSetCloseDegree;
    public readonly delegate* unmanaged[Cdecl]<long, int, int, int> PropertiesSetLocking; // null before 1.10.7
    public readonly delegate* unmanaged[Cdecl]<long, delegate* unmanaged[Cdecl]<byte*, byte*, byte*, byte*, uint*, long, void*, int>, void*, int> PropertiesSetExternal;
    public readonly delegate* unmanaged[Cdecl]<long, int> PropertiesLayout;
    public readonly delegate* unmanaged[Cdecl]<long, int, ulong*, int> PropertiesChunk;
    public readonly delegate* unmanaged[Cdecl]<long, int> PropertiesFilters;
    public readonly delegate* unmanaged[Cdecl]<long, uint, uint*, nuint*, uint*, nuint, byte*, uint*, int> PropertiesFilter;
    public readonly delegate* unmanaged[Cdecl]<long, int> PropertiesExternal;
    public readonly delegate* unmanaged[Cdecl]<long, int> PropertiesClose;

    public readonly delegate* unmanaged[Cdecl]<long, int, int, ulong*, delegate* unmanaged[Cdecl]<long, byte*, byte*, void*, int>, void*, int> Attributes;
    public readonly delegate* unmanaged[Cdecl]<long, byte*, long, long> AttributeOpen;
    public readonly delegate* unmanaged[Cdecl]<long, long> AttributeType;
    public readonly delegate* unmanaged[Cdecl]<long, long> AttributeSpace;
    public readonly delegate* unmanaged[Cdecl]<long, long, void*, int> AttributeRead;
    public readonly delegate* unmanaged[Cdecl]<long, int> AttributeClose;

    private readonly nint library;

    public Hdf5Api(nint library)
    {
        this.library = library;
        // Files are only read, so nothing is left to do at the end of the process; the library's own way complains about damaged files.
        _ = ((delegate* unmanaged[Cdecl]<int>)Find("H5dont_atexit"))();
        if (((delegate* unmanaged[Cdecl]<int>)Find("H5open"))() < 0)
            throw new InvalidOperationException("libhdf5 was loaded, but does not start (H5open failed). Install it anew.");
        _ = ((delegate* unmanaged[Cdecl]<long, void*, void*, int>)Find("H5Eset_auto2"))(0, null, null); // its own printing of errors

        FileOpen = (delegate* unmanaged[Cdecl]<byte*, uint, long, long>)Find("H5Fopen");
        FileClose = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Fclose");
        ObjectOpen = (delegate* unmanaged[Cdecl]<long, byte*, long, long>)Find("H5Oopen");
        ObjectClose = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Oclose");
        KindOf = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Iget_type");
        // All versions of this function give the callback a type at byte 0 and an address at byte 24: that is all we take.
        Links = (delegate* unmanaged[Cdecl]<long, int, int, ulong*, delegate* unmanaged[Cdecl]<long, byte*, byte*, void*, int>, void*, int>)
            Find("H5Literate1", "H5Literate", "H5Literate2");

        DatasetType = (delegate* unmanaged[Cdecl]<long, long>)Find("H5Dget_type");
        DatasetSpace = (delegate* unmanaged[Cdecl]<long, long>)Find("H5Dget_space");
        DatasetProperties = (delegate* unmanaged[Cdecl]<long, long>)Find("H5Dget_create_plist");
        DatasetOffset = (delegate* unmanaged[Cdecl]<long, ulong>)Find("H5Dget_offset");
        DatasetStorage = (delegate* unmanaged[Cdecl]<long, ulong>)Find("H5Dget_storage_size");
        DatasetRead = (delegate* unmanaged[Cdecl]<long, long, long, long, long, void*, int>)Find("H5Dread");
        ChunkStorage = (delegate* unmanaged[Cdecl]<long, ulong*, ulong*, int>)Find("H5Dget_chunk_storage_size");
        ChunkPlace = (delegate* unmanaged[Cdecl]<long, ulong*, uint*, ulong*, ulong*, int>)Find("H5Dget_chunk_info_by_coord");
        ChunkRead = (delegate* unmanaged[Cdecl]<long, long, ulong*, uint*, void*, int>)Find("H5Dread_chunk1", "H5Dread_chunk");

        TypeClass = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Tget_class");
        TypeSize = (delegate* unmanaged[Cdecl]<long, nuint>)Find("H5Tget_size");
        TypeEqual = (delegate* unmanaged[Cdecl]<long, long, int>)Find("H5Tequal");
        TypeIsVariableText = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Tis_variable_str");
        TypeCopy = (delegate* unmanaged[Cdecl]<long, long>)Find("H5Tcopy");
        TypeSetSize = (delegate* unmanaged[Cdecl]<long, nuint, int>)Find("H5Tset_size");
        TypeSetFields = (delegate* unmanaged[Cdecl]<long, nuint, nuint, nuint, nuint, nuint, int>)Find("H5Tset_fields");
        TypeSetBias = (delegate* unmanaged[Cdecl]<long, nuint, int>)Find("H5Tset_ebias");
        TypeCreate = (delegate* unmanaged[Cdecl]<int, nuint, long>)Find("H5Tcreate");
        TypeInsert = (delegate* unmanaged[Cdecl]<long, byte*, nuint, long, int>)Find("H5Tinsert");
        TypeClose = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Tclose");

        SpaceClass = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Sget_simple_extent_type");
        SpaceRank = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Sget_simple_extent_ndims");
        SpaceShape = (delegate* unmanaged[Cdecl]<long, ulong*, ulong*, int>)Find("H5Sget_simple_extent_dims");
        SpaceClose = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Sclose");

        PropertiesCreate = (delegate* unmanaged[Cdecl]<long, long>)Find("H5Pcreate");
        PropertiesSetCloseDegree = (delegate* unmanaged[Cdecl]<long, int, int>)Find("H5Pset_fclose_degree");
        if (NativeLibrary.TryGetExport(library, "H5Pset_file_locking", out var locking))
            PropertiesSetLocking = (delegate* unmanaged[Cdecl]<long, int, int, int>)locking;
        PropertiesSetExternal = (delegate* unmanaged[Cdecl]<long, delegate* unmanaged[Cdecl]<byte*, byte*, byte*, byte*, uint*, long, void*, int>, void*, int>)
            Find("H5Pset_elink_cb");
        PropertiesLayout = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Pget_layout");
        PropertiesChunk = (delegate* unmanaged[Cdecl]<long, int, ulong*, int>)Find("H5Pget_chunk");
        PropertiesFilters = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Pget_nfilters");
        PropertiesFilter = (delegate* unmanaged[Cdecl]<long, uint, uint*, nuint*, uint*, nuint, byte*, uint*, int>)Find("H5Pget_filter2");
        PropertiesExternal = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Pget_external_count");
        PropertiesClose = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Pclose");

        Attributes = (delegate* unmanaged[Cdecl]<long, int, int, ulong*, delegate* unmanaged[Cdecl]<long, byte*, byte*, void*, int>, void*, int>)Find("H5Aiterate2");
        AttributeOpen = (delegate* unmanaged[Cdecl]<long, byte*, long, long>)Find("H5Aopen");
        AttributeType = (delegate* unmanaged[Cdecl]<long, long>)Find("H5Aget_type");
        AttributeSpace = (delegate* unmanaged[Cdecl]<long, long>)Find("H5Aget_space");
        AttributeRead = (delegate* unmanaged[Cdecl]<long, long, void*, int>)Find("H5Aread");
        AttributeClose = (delegate* unmanaged[Cdecl]<long, int>)Find("H5Aclose");

        FileAccess = FilesWithoutLocks();
        LinkAccess = LinksWithinTheFile();
        Numbers = new(this);
    }

    /// <summary>How files are opened: without the lock that file systems mounted read-only refuse, and closed with all that was opened in them.</summary>
    public long FileAccess { get; }

    /// <summary>How links are followed: never into another file.</summary>
    public long LinkAccess { get; }

    /// <summary>The types of numbers that we read.</summary>
    public Hdf5Numbers Numbers { get; }
}
