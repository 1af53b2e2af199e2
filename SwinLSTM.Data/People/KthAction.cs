namespace SwinLSTM.Data;

/// <summary>The six actions of KTH; folders and files have their names in small letters.</summary>
public enum KthAction
{
    /// <summary>Boxing, on the spot.</summary>
    Boxing,

    /// <summary>Clapping, on the spot.</summary>
    HandClapping,

    /// <summary>Waving, on the spot.</summary>
    HandWaving,

    /// <summary>Jogging through the picture.</summary>
    Jogging,

    /// <summary>Running through the picture.</summary>
    Running,

    /// <summary>Walking through the picture.</summary>
    Walking,
}
