using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ComposeExecutor.IntegrationTests.Drivers;

/// <summary>
/// A volume plugin, as Docker's plugin protocol wants it (docs.docker.com, "Docker Volume Plugins"): POST with JSON over a unix socket in
/// the plugins' folder. Its volumes are folders; the option <c>greeting</c>, which it insists on, becomes a file in each.
/// </summary>
internal sealed class VolumePlugin : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, string> _volumes = new();
    private readonly ConcurrentQueue<string> _calls = new();

    private VolumePlugin(string folder)
    {
        Folder = folder;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.ListenUnixSocket(Path.Combine(Sockets, $"{Driver}.sock")));
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>The driver's name.</summary>
    public string Driver { get; } = $"greeter{Guid.NewGuid().ToString("N")[..8]}";

    /// <summary>Where its volumes are.</summary>
    public string Folder { get; }

    /// <summary>The folder that an engine has to look for plugins in.</summary>
    public string Sockets => Path.Combine(Folder, "sockets");

    /// <summary>What it was asked for, in order, without questions that change nothing.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>Starts a plugin.</summary>
    public static async Task<VolumePlugin> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("plugin-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "sockets"));
        var plugin = new VolumePlugin(folder);
        await plugin._application.StartAsync();
        return plugin;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
        var answer = Answer(context.Request.Path.Value ?? "", body.Length == 0 ? [] : (JsonObject)JsonNode.Parse(body)!);
        context.Response.ContentType = "application/vnd.docker.plugins.v1.1+json";
        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    private JsonObject Answer(string call, JsonObject request)
    {
        var volume = request["Name"]?.GetValue<string>() ?? "";
        switch (call)
        {
            case "/Plugin.Activate":
                return new() { ["Implements"] = new JsonArray("VolumeDriver") };
            case "/VolumeDriver.Capabilities":
                return new() { ["Capabilities"] = new JsonObject { ["Scope"] = "local" } };
            case "/VolumeDriver.Create":
                return Create(volume, request["Opts"]?["greeting"]?.GetValue<string>());
            case "/VolumeDriver.Remove":
                _calls.Enqueue($"remove {volume}");
                if (_volumes.TryRemove(volume, out var removed))
                    Directory.Delete(removed, recursive: true);
                return Problem("");
            case "/VolumeDriver.Mount" or "/VolumeDriver.Unmount":
                _calls.Enqueue($"{(call.EndsWith(".Mount", StringComparison.Ordinal) ? "mount" : "unmount")} {volume}");
                return Located(volume, path => new() { ["Mountpoint"] = path, ["Err"] = "" });
            case "/VolumeDriver.Path":
                return Located(volume, path => new() { ["Mountpoint"] = path, ["Err"] = "" });
            case "/VolumeDriver.Get":
                return Located(volume, path => new() { ["Volume"] = Described(volume, path), ["Err"] = "" });
            case "/VolumeDriver.List":
                return new() { ["Volumes"] = new JsonArray([.. _volumes.Select(entry => Described(entry.Key, entry.Value))]), ["Err"] = "" };
            default:
                return Problem($"{call} is not known");
        }
    }

    private JsonObject Create(string volume, string? greeting)
    {
        if (greeting is null)
            return Problem("a greeting is missing");
        _calls.Enqueue($"create {volume}");
        var path = Directory.CreateDirectory(Path.Combine(Folder, volume)).FullName;
        File.WriteAllText(Path.Combine(path, "greeting"), greeting);
        _volumes[volume] = path;
        return Problem("");
    }

    private JsonObject Located(string volume, Func<string, JsonObject> answer) =>
        _volumes.TryGetValue(volume, out var path) ? answer(path) : Problem($"there is no volume {volume}");

    private static JsonObject Described(string volume, string path) => new() { ["Name"] = volume, ["Mountpoint"] = path };

    private static JsonObject Problem(string words) => new() { ["Err"] = words };
}
