namespace SwinLSTM.Data;

/// <summary>The formats of image files, told by their first bytes.</summary>
internal enum ImageKind
{
    Png,
    Jpeg,
    Bmp,
    Tiff,
    Pnm,
}
