namespace SwinLSTM;

/// <summary>Whose names a file of weights uses for a SwinLSTM.</summary>
public enum NameStyle
{
    /// <summary>The authors' code, such as <c>ST.layers.0.Swin.layers.0.norm1.weight</c>.</summary>
    Authors,

    /// <summary>OpenSTL, such as <c>ST.layer.STBs.0.norm1.weight</c>. It knows one cell in a SwinLSTM-B.</summary>
    OpenStl,
}
