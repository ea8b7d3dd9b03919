using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ComposeExecutor.Benchmarks.Engine;

namespace ComposeExecutor.Benchmarks;

/// <summary>What all scenarios work with.</summary>
/// <param name="executable">The published compose-executor.</param>
/// <param name="rounds">How often to measure.</param>
/// <param name="folder">Where the sandboxes go.</param>
/// <param name="engine">The engine, for looking on and cleaning up.</param>
internal sealed class BenchContext(string executable, int rounds, string folder, EngineSocket engine)
{
    /// <summary>How long anything that is waited for may take before the scenario counts as failed.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly string _run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private int _names;

    /// <summary>The published compose-executor.</summary>
    public string Executable => executable;

    /// <summary>How often to measure.</summary>
    public int Rounds => rounds;

    /// <summary>The engine.</summary>
    public EngineSocket Engine => engine;

    /// <summary>A name nobody else uses, fit for a task, for a project and for the folder they have in common.</summary>
    /// <param name="kind">What it is for.</param>
    public string NewName(string kind) => string.Create(CultureInfo.InvariantCulture, $"bench-{_run}-{kind}-{++_names}");

    /// <summary>The folder of a name.</summary>
    /// <param name="name">From <see cref="NewName"/>.</param>
    public string FolderOf(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;

    /// <summary>A port of this host that is free just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Tells whoever watches what goes on.</summary>
    /// <param name="text">A line.</param>
    public static void Say(string text) => Console.Error.WriteLine($"--> {text}");
}
