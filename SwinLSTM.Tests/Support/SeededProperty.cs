using FsCheck;
using FsCheck.Fluent;

namespace SwinLSTM.Tests;

/// <summary>A property that is tried with values that FsCheck makes up, the same ones every time.</summary>
internal static class SeededProperty
{
    public static void Holds<T>(int times, Action<T> body) => Prop.ForAll(body).Check(Seeded(times));

    public static void Holds<T1, T2>(int times, Action<T1, T2> body) => Prop.ForAll(body).Check(Seeded(times));

    private static Config Seeded(int times) =>
        Config.QuickThrowOnFailure.WithMaxTest(times).WithReplay(new Replay(new Rnd(20260101, 31), null));
}
