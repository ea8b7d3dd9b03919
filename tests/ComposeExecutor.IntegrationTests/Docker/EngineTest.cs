using ComposeExecutor.Docker;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ComposeExecutor.IntegrationTests.Docker;

/// <summary>A test with the real engine: it has a deadline, and what it made is gone when it ends.</summary>
public abstract class EngineTest : IAsyncDisposable
{
    /// <summary>The image of <c>ensure_example_image</c> in <c>eng/engine.sh</c>: the static busybox.</summary>
    protected const string Busybox = "compose-executor/busybox:local";

    private readonly CancellationTokenSource _deadline =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private readonly Stack<string> _containers = [];
    private readonly Stack<string> _images = [];

    protected EngineTest() => _deadline.CancelAfter(TimeSpan.FromMinutes(1));

    protected DockerClient Engine { get; } = new DockerClientBuilder().Build();

    /// <summary>The same engine, as the executor talks to it.</summary>
    protected DockerEngine Tested { get; } = new("unix:///var/run/docker.sock", TimeSpan.FromSeconds(30));

    protected CancellationToken Deadline => _deadline.Token;

    /// <summary>Removes the image when the test ends, whether or not it was made.</summary>
    protected void Owns(string image) => _images.Push(image);

    protected async Task<string> StartAsync(string image, HostConfig? host = null, params string[] command)
    {
        var parameters = new CreateContainerParameters { Image = image, Cmd = command, HostConfig = host ?? new HostConfig() };
        parameters.HostConfig.NetworkMode = "none";
        var container = (await Engine.Containers.CreateContainerAsync(parameters, Deadline)).ID;
        _containers.Push(container);
        await Engine.Containers.StartContainerAsync(container, new ContainerStartParameters(), Deadline);
        return container;
    }

    protected Task SignalAsync(string container, string signal) =>
        Engine.Containers.KillContainerAsync(container, new ContainerKillParameters { Signal = signal }, Deadline);

    /// <summary>Waits until the container has ended, and returns its exit code.</summary>
    protected async Task<long> ExitCodeAsync(string container) =>
        (await Engine.Containers.WaitContainerAsync(container, Deadline)).StatusCode;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var container in _containers)
            await Engine.Containers.RemoveContainerAsync(container, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, default);

        foreach (var image in _images)
        {
            try
            {
                await Engine.Images.DeleteImageAsync(image, new ImageDeleteParameters(), default);
            }
            catch (DockerImageNotFoundException)
            {
            }
        }

        Engine.Dispose();
        Tested.Dispose();
        _deadline.Dispose();
    }
}
