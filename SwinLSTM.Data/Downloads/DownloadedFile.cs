namespace SwinLSTM.Data;

/// <summary>A file that is here.</summary>
/// <param name="Path">Where.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">The SHA-256 of its content, in lower-case hexadecimal digits.</param>
/// <param name="Fetched">Whether it was fetched now; false where it was here already.</param>
public sealed record DownloadedFile(string Path, long Bytes, string Sha256, bool Fetched);
