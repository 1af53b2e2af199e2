using SwinLSTM;
using static TorchSharp.torch;

namespace ForecastService;

/// <summary>The streams of all clients. Each is used by one request at a time; different ones go on side by side, on one network that is
/// only read.</summary>
internal sealed class StreamStore(ForecastModel model, Limits limits, TimeProvider clock) : BackgroundService
{
    private readonly Dictionary<string, Client> clients = [];

    /// <summary>Does something with a stream, alone.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="begin">Whether a stream that is not there begins; else it is an error.</param>
    /// <param name="what">What to do.</param>
    public T Use<T>(string id, bool begin, Func<Client, T> what)
    {
        var client = Find(id, begin);
        lock (client)
        {
            // It may have been removed while this request waited.
            if (client.IsClosed) throw Missing(id);
            try
            {
                return what(client);
            }
            catch when (client.Frames == 0)
            {
                Remove(id); // a first frame that was refused begins nothing
                throw;
            }
        }
    }

    public bool Remove(string id)
    {
        Client? client;
        lock (clients)
        {
            if (!clients.Remove(id, out client)) return false;
        }

        lock (client) client.Dispose();
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var idle = TimeSpan.FromSeconds(limits.IdleSeconds);
        using var timer = new PeriodicTimer(idle / 4, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Forget(clock.GetUtcNow() - idle);
        }
        catch (OperationCanceledException)
        {
            Forget(DateTimeOffset.MaxValue); // the service ends
        }
    }

    private Client Find(string id, bool begin)
    {
        lock (clients)
        {
            if (!clients.TryGetValue(id, out var client))
            {
                if (!begin) throw Missing(id);
                if (clients.Count >= limits.Streams)
                    throw new StreamException(429, $"There are {limits.Streams} streams already. Delete one, or come back when one has "
                        + $"been idle for {limits.IdleSeconds} seconds.");
                clients[id] = client = new(model.Stream());
            }

            client.LastUsed = clock.GetUtcNow();
            return client;
        }
    }

    private void Forget(DateTimeOffset before)
    {
        List<Client> idle = [];
        lock (clients)
        {
            foreach (var (id, client) in clients.Where(one => one.Value.LastUsed < before).ToList())
            {
                clients.Remove(id);
                idle.Add(client);
            }
        }

        foreach (var client in idle)
        {
            lock (client) client.Dispose();
        }
    }

    private static StreamException Missing(string id) =>
        new(404, $"There is no stream '{id}', or it was idle for too long. POST its frames to /streams/{id}/frames.");
}

/// <summary>One client's stream.</summary>
internal sealed class Client(FrameStream stream) : IDisposable
{
    public FrameStream Stream => stream;

    public int Frames { get; private set; }

    public Frame Last { get; private set; } = new(0, 0, []);

    public DateTimeOffset LastUsed { get; set; }

    public bool IsClosed { get; private set; }

    /// <returns>How many frames the stream has now.</returns>
    public int Push(Tensor pixels, Frame frame)
    {
        stream.Push(pixels);
        (Last, Frames) = (frame, Frames + 1);
        return Frames;
    }

    public void Dispose()
    {
        IsClosed = true;
        stream.Dispose();
    }
}
