using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Docker.DotNet.Models;

namespace ComposeExecutor.IntegrationTests.Images;

/// <summary>A real registry, Debian's <c>docker-registry</c>, on a free loopback port, with a folder of its own.</summary>
internal sealed partial class Registry : IAsyncDisposable
{
    public const string User = "tester";
    public const string Password = "s3cret-of-the-registry";

    // htpasswd -B of the user and password above; the registry takes no other kind of hash.
    private const string PasswordFile = "tester:$2b$05$abcdefghijklmnopqrstuuW1e3orFpi1hSyUIjjQsvB7886Cb.S5.\n";

    private readonly Process _process;
    private readonly string _folder;
    private readonly bool _wantsPassword;

    private Registry(Process process, string folder, string address, bool wantsPassword)
    {
        _process = process;
        _folder = folder;
        _wantsPassword = wantsPassword;
        Address = address;
    }

    /// <summary>Its host and port.</summary>
    public string Address { get; }

    /// <summary>Its port.</summary>
    public int Port => int.Parse(Address.Split(':')[1], CultureInfo.InvariantCulture);

    /// <summary>A <c>config.json</c> with credentials for it.</summary>
    public static string ConfigFor(string address, string password = Password) =>
        $$"""{ "auths": { "{{address}}": { "auth": "{{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{User}:{password}"))}}" } } }""";

    /// <summary>Starts a registry, and waits until it listens.</summary>
    public static async Task<Registry> StartAsync(bool wantsPassword, TimeSpan deadline)
    {
        var folder = Directory.CreateTempSubdirectory("registry-").FullName;
        File.WriteAllText(Path.Combine(folder, "htpasswd"), PasswordFile);
        File.WriteAllText(Path.Combine(folder, "config.yml"), $$"""
            version: 0.1
            log: { level: info, accesslog: { disabled: true } }
            storage: { filesystem: { rootdirectory: "{{folder}}/data" } }
            http: { addr: "127.0.0.1:0" }
            {{(wantsPassword ? $$"""auth: { htpasswd: { realm: tests, path: "{{folder}}/htpasswd" } }""" : "")}}
            """);
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("docker-registry", ["serve", Path.Combine(folder, "config.yml")]) { RedirectStandardError = true, RedirectStandardOutput = true },
        };
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        process.ErrorDataReceived += (_, line) =>
        {
            said.Enqueue(line.Data);
            if (Listening().Match(line.Data ?? "") is { Success: true } match)
                listening.TrySetResult(match.Groups["address"].Value);
        };
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"docker-registry ended: {string.Join('\n', said)}"));
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new Registry(process, folder, await listening.Task.WaitAsync(deadline), wantsPassword);
    }

    /// <summary>Puts an image into it that is not on the engine afterwards, and returns its reference and digest.</summary>
    public async Task<(string Reference, string Digest)> PutAsync(
        Engine engine, string name, string dockerfile, IReadOnlyDictionary<string, byte[]>? files = null)
    {
        var reference = $"{Address}/{name}";
        // An image of its own, so that nothing that other tests remove or push is the same one.
        await engine.BuildAsync(reference, $"{dockerfile}LABEL of={Guid.NewGuid():N}\n", files);
        return (reference, await PushAsync(engine, reference));
    }

    private async Task<string> PushAsync(Engine engine, string reference)
    {
        try
        {
            return await engine.PushAsync(reference, _wantsPassword ? new AuthConfig { Username = User, Password = Password, ServerAddress = Address } : new AuthConfig());
        }
        finally
        {
            await engine.RemoveImageAsync(reference);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex("""listening on (?<address>127\.0\.0\.1:\d+)""")]
    private static partial Regex Listening();
}
