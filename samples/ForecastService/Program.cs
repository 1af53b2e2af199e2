using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ForecastService;
using Microsoft.AspNetCore.Http.Json;
using SwinLSTM;
using static TorchSharp.torch;

TorchProcess.Tune();
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var limits = builder.Configuration.Get<Limits>() ?? new();
ForecastModel model;
try
{
    limits.Check();
    model = ForecastModel.Load(builder.Configuration["model"] ?? Path.Combine(AppContext.BaseDirectory, "digits.swinlstm"));
}
catch (Exception e) when (e is ArgumentException or IOException or InvalidDataException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

// Many requests at once already fill the cores: one thread for each.
set_num_threads(1);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning); // not a line for each frame
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = limits.BodyBytes);
// A missing value is "NaN" in JSON, which has no other word for it.
builder.Services.Configure<JsonOptions>(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals);
builder.Services.AddSingleton(TimeProvider.System).AddSingleton(limits).AddSingleton(model).AddSingleton<StreamStore>();
builder.Services.AddHostedService(services => services.GetRequiredService<StreamStore>());

var app = builder.Build();
app.UseDefaultFiles().UseStaticFiles();
var streams = app.MapGroup("/streams/{id}").AddEndpointFilter(async (context, next) =>
{
    try
    {
        var id = context.HttpContext.GetRouteValue("id") as string ?? "";
        return id.Length <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? await next(context)
            : Refuse(400, "A stream's id has 1 to 64 letters, digits, - or _.");
    }
    catch (StreamException e)
    {
        return Refuse(e.Status, e.Message);
    }
    catch (BadHttpRequestException e)
    {
        return Refuse(e.StatusCode, e.StatusCode == 413 ? $"A body has at most {limits.BodyBytes} bytes. Send smaller frames." : e.Message);
    }
    catch (JsonException e)
    {
        return Refuse(400, $"The body is no frame {{ \"width\": .., \"height\": .., \"values\": [..] }}: {e.Message}");
    }
    catch (ArgumentException e)
    {
        return Refuse(400, e.Message);
    }
});

// The next frame of a stream, which begins with its first one.
streams.MapPost("/frames", async (string id, HttpRequest request, StreamStore store) =>
{
    var frame = request.HasJsonContentType()
        ? await request.ReadFromJsonAsync<Frame>() ?? throw new ArgumentException("The body is null; a frame has width, height and values.")
        : await ReadRaw(request);
    var channels = frame.Channels();
    using var pixels = tensor(frame.Values, [1, channels, frame.Height, frame.Width]); // [1, C, H, W]
    return Results.Ok(new { frames = store.Use(id, begin: true, client => client.Push(pixels, frame)) });
});

// What follows the last frame; asking moves nothing.
streams.MapGet("/forecast", (string id, StreamStore store, int? horizon) =>
{
    var ahead = horizon ?? 10;
    if (ahead < 1 || ahead > limits.Horizon) throw new ArgumentException($"horizon is {ahead}; it is 1 to {limits.Horizon}.");
    return store.Use(id, begin: false, client =>
    {
        using var scope = NewDisposeScope();
        var future = client.Stream.Forecast(ahead)[0]; // [horizon, C, H, W]
        float[][] frames = [.. future.unbind(0).Select(frame => frame.contiguous().data<float>().ToArray())];
        var (width, height, last) = client.Last;
        return Results.Ok(new { frames = client.Frames, width, height, last, forecast = frames });
    });
});

streams.MapDelete("", (string id, StreamStore store) =>
    store.Remove(id) ? Results.NoContent() : Refuse(404, $"There is no stream '{id}'."));

await app.RunAsync();
return 0;

static IResult Refuse(int status, string words) => Results.Problem(words, statusCode: status);

// float32, little-endian, [C, H, W]; width and height are in the query.
static async Task<Frame> ReadRaw(HttpRequest request)
{
    if (!int.TryParse(request.Query["width"], out var width) || !int.TryParse(request.Query["height"], out var height))
        throw new ArgumentException("A body that is not JSON is raw float32 [C, H, W] and needs ?width=..&height=.. in the address.");
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    if (body.Length % sizeof(float) != 0) throw new ArgumentException($"The body has {body.Length} bytes; float32 values have four each.");
    return new(width, height, MemoryMarshal.Cast<byte, float>(body.ToArray()).ToArray());
}
