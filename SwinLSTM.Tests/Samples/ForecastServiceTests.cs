using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>The service of samples/ForecastService over HTTP, as its clients use it.</summary>
public sealed class ForecastServiceTests : IDisposable
{
    private readonly Sample sample = new("ForecastService");
    private readonly HttpClient http = new();
    private Process? process;

    public void Dispose()
    {
        http.Dispose();
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        sample.Dispose();
    }

    [Fact]
    public async Task Two_clients_side_by_side_get_what_each_alone_gets()
    {
        await Start();
        var (left, right) = (Film(seed: 1), Film(seed: 2));
        for (var t = 0; t < 6; t++)
            await Task.WhenAll(Post("left", left[t]), PostRaw("right", right[t], 32, 32));
        var (first, second) = (await Forecast("left", 3), await Forecast("right", 3));
        first.Frames.Should().Be(6);
        first.Last.AsSpan().SequenceEqual(left[5]).Should().BeTrue();

        // Asking moved nothing, and each alone is the model's own stream.
        Same((await Forecast("left", 3)).Forecast, first.Forecast);
        using var model = ForecastModel.Load(Repository.At("SwinLSTM.Cli/Demo/digits.swinlstm"));
        Same(first.Forecast, Alone(model, left));
        Same(second.Forecast, Alone(model, right));

        (await http.DeleteAsync("/streams/left")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await http.GetAsync("/streams/left/forecast")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await Forecast("right", 1)).Frames.Should().Be(6);
    }

    [Fact]
    public async Task What_cannot_be_answered_is_refused_with_words()
    {
        await Start("--horizon", "20", "--bodyBytes", "20000");
        var frame = Film(seed: 1)[0];
        await Refused(HttpStatusCode.NotFound, "There is no stream 'a'", http.GetAsync("/streams/a/forecast"));
        await Refused(HttpStatusCode.NotFound, "There is no stream 'a'", http.DeleteAsync("/streams/a"));
        await Refused(HttpStatusCode.BadRequest, "1 to 64 letters", http.GetAsync("/streams/a.b/forecast"));
        await Refused(HttpStatusCode.BadRequest, "is no frame", PostText("{ \"width\": 32,"));
        await Refused(HttpStatusCode.BadRequest, "is no frame", PostText("{ \"width\": 2, \"height\": 1, \"values\": [\"a\", 1] }"));
        await Refused(HttpStatusCode.BadRequest, "null", PostText("null"));
        await Refused(HttpStatusCode.BadRequest, "0 came", PostText("{ \"width\": 32, \"height\": 32 }"));
        await Refused(HttpStatusCode.BadRequest, "0 came", PostText("{}"));
        await Refused(HttpStatusCode.BadRequest, "1024 values", PostText("{ \"width\": 32, \"height\": 32, \"values\": [1, 2] }"));
        await Refused(HttpStatusCode.BadRequest, "was built for 1 channel",
            PostText("{ \"width\": 1, \"height\": 1, \"values\": [1, 1] }"));
        await Refused(HttpStatusCode.BadRequest, "finite", PostText("{ \"width\": 1, \"height\": 1, \"values\": [\"NaN\"] }"));
        await Refused(HttpStatusCode.BadRequest, "width=", PostBytes("/streams/a/frames", new byte[8]));
        await Refused(HttpStatusCode.BadRequest, "four each", PostBytes("/streams/a/frames?width=1&height=1", new byte[7]));
        await Refused(HttpStatusCode.BadRequest, "0 values", PostBytes("/streams/a/frames?width=0&height=-3", new byte[8]));
        await Refused(HttpStatusCode.RequestEntityTooLarge, "at most 20000 bytes",
            PostBytes("/streams/a/frames?width=100&height=100", new byte[40_000]));

        // A first frame that was refused has begun no stream.
        await Refused(HttpStatusCode.NotFound, "There is no stream 'a'", http.GetAsync("/streams/a/forecast"));
        await Post("a", frame);
        await Refused(HttpStatusCode.BadRequest, "frames of one shape",
            PostText("{ \"width\": 2, \"height\": 1, \"values\": [0, 1] }"));
        await Refused(HttpStatusCode.BadRequest, "horizon is 21; it is 1 to 20", http.GetAsync("/streams/a/forecast?horizon=21"));
        await Refused(HttpStatusCode.BadRequest, "horizon is 0", http.GetAsync("/streams/a/forecast?horizon=0"));
        (await http.GetAsync("/streams/a/forecast?horizon=many")).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await Forecast("a", 1)).Frames.Should().Be(1);
    }

    [Fact]
    public async Task There_are_so_many_streams_and_idle_ones_are_forgotten()
    {
        await Start("--streams", "2", "--idleSeconds", "3");
        var film = Film(seed: 1);
        await Post("a", film[0]);
        await Post("b", film[0]);
        await Refused(HttpStatusCode.TooManyRequests, "There are 2 streams already",
            http.PostAsJsonAsync("/streams/c/frames", Json(film[0])));
        var waited = Stopwatch.StartNew();
        while ((await http.PostAsJsonAsync("/streams/c/frames", Json(film[0]))).StatusCode != HttpStatusCode.OK)
        {
            waited.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(60));
            await Forecast("a", 1); // whoever is asked for stays
            await Task.Delay(200);
        }

        await Refused(HttpStatusCode.NotFound, "idle for too long", http.GetAsync("/streams/b/forecast"));
        (await Forecast("a", 1)).Frames.Should().Be(1);
    }

    [Fact]
    public void It_does_not_begin_with_what_it_cannot_use()
    {
        sample.Refuses("*none.swinlstm*", "--model", "none.swinlstm");
        sample.Refuses("Limits are above 0; 0 streams*", "--streams", "0");
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task The_page_draws_a_stream_and_its_forecast()
    {
        var address = await Start();
        ForeignTools.Chromium(address, TimeSpan.FromSeconds(6))
            .Should().MatchRegex("data-drawn=\"[0-9]+\"").And.Contain("are forecast below");
        ForeignTools.Chromium(address, TimeSpan.FromSeconds(6), sample.In("page.png"));
        sample.Wrote("page.png", [0x89, 0x50, 0x4E, 0x47]);
        if (Environment.GetEnvironmentVariable("SWINLSTM_KEEP_PICTURES") is { Length: > 0 } folder)
            File.Copy(sample.In("page.png"), Path.Combine(folder, "page.png"), overwrite: true);

        ForeignTools.Chromium($"{address}/?stream=nobody", TimeSpan.FromSeconds(2)).Should().Contain("There is no stream 'nobody'");
    }

    private async Task<string> Start(params string[] arguments)
    {
        process = sample.Start(["--urls", "http://127.0.0.1:0", .. arguments]);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Regex.Match(line, @"listening on: (http://127\.0\.0\.1:\d+)") is not { Success: true } match) continue;
            _ = process.StandardOutput.ReadToEndAsync(); // so that it never waits for a reader
            http.BaseAddress = new(match.Groups[1].Value);
            return match.Groups[1].Value;
        }

        throw new InvalidOperationException($"The service ended: {await process.StandardError.ReadToEndAsync()}");
    }

    private async Task Post(string id, float[] frame) =>
        (await http.PostAsJsonAsync($"/streams/{id}/frames", Json(frame))).EnsureSuccessStatusCode();

    private async Task PostRaw(string id, float[] frame, int width, int height) =>
        (await PostBytes($"/streams/{id}/frames?width={width}&height={height}", MemoryMarshal.AsBytes(frame.AsSpan()).ToArray()))
            .EnsureSuccessStatusCode();

    private Task<HttpResponseMessage> PostBytes(string address, byte[] body) => http.PostAsync(address, new ByteArrayContent(body));

    private Task<HttpResponseMessage> PostText(string json) =>
        http.PostAsync("/streams/a/frames", new StringContent(json, Encoding.UTF8, "application/json"));

    private async Task<Answer> Forecast(string id, int horizon) =>
        (await http.GetFromJsonAsync<Answer>($"/streams/{id}/forecast?horizon={horizon}"))!;

    private static async Task Refused(HttpStatusCode status, string words, Task<HttpResponseMessage> asked)
    {
        var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(status, text);
        JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString().Should().Contain(words);
    }

    private static void Same(float[][] one, float[][] other)
    {
        one.Should().HaveSameCount(other);
        for (var t = 0; t < one.Length; t++) one[t].AsSpan().SequenceEqual(other[t]).Should().BeTrue($"frame {t}");
    }

    private static float[][] Alone(ForecastModel model, float[][] film)
    {
        using var stream = model.Stream();
        foreach (var values in film)
        {
            using var frame = TorchSharp.torch.tensor(values, [1, 1, 32, 32]);
            stream.Push(frame);
        }

        using var future = stream.Forecast(3); // [1, 3, 1, 32, 32]
        return [.. future.data<float>().ToArray().Chunk(32 * 32)];
    }

    private static object Json(float[] values) => new { width = 32, height = 32, values };

    private static float[][] Film(ulong seed)
    {
        var one = new MovingDigitsOptions { Digits = 1, DigitSize = 14, Height = 32, Width = 32, InputFrames = 6, TargetFrames = 0 };
        var digits = new MovingDigits(DrawnDigits.Make(10, seed: seed), one);
        var values = new float[digits.Shape.Values];
        digits.Read(new(0, 0), values);
        return [.. values.Chunk(32 * 32)];
    }

    private sealed record Answer(int Frames, int Width, int Height, float[] Last, float[][] Forecast);
}
