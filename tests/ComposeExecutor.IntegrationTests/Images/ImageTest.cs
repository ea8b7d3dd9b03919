using System.Security.Cryptography;
using ComposeExecutor.IntegrationTests.Lives;

namespace ComposeExecutor.IntegrationTests.Images;

/// <summary>The life of a pod whose images come from a registry of the test's own, or are built.</summary>
public abstract class ImageTest : PodTest
{
    /// <summary>An image that runs like the busybox it is made of.</summary>
    protected const string Dockerfile = $"FROM {Engine.Busybox}\n";

    private readonly List<string> _images = [];
    private readonly List<IAsyncDisposable> _owned = [];

    /// <summary>Starts a registry that ends with the test.</summary>
    private protected async Task<Registry> RegistryAsync(bool wantsPassword = false) => Owned(await Registry.StartAsync(wantsPassword, Deadline));

    /// <summary>Ends something with the test.</summary>
    private protected T Owned<T>(T owned)
        where T : IAsyncDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    /// <summary>Removes an image from the engine when the test ends.</summary>
    protected string Owned(string reference)
    {
        _images.Add(reference);
        return reference;
    }

    /// <summary>A file of two megabytes that cannot be compressed, so that a layer takes its time.</summary>
    protected static Dictionary<string, byte[]> Large() => new() { ["large"] = RandomNumberGenerator.GetBytes(2 << 20) };

    /// <summary>The task with labels that make it try again without much waiting.</summary>
    protected AgentEmulator.TaskDescription TaskWith(params (string Key, string Value)[] settings)
    {
        var task = Task();
        var labels = task.Labels.ToDictionary();
        foreach (var (key, value) in settings)
            labels[$"config.{key}"] = value;
        return task with { Labels = labels };
    }

    /// <summary>Launches a compose file with settings.</summary>
    protected Task LaunchWithAsync(string compose, params (string Key, string Value)[] settings)
    {
        Write("compose.yml", compose);
        return LaunchAsync(TaskWith(settings));
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            using var engine = new Engine();
            foreach (var image in _images)
                await engine.RemoveImageAsync(image);
            foreach (var owned in _owned)
                await owned.DisposeAsync();
        }
    }
}
