using System.Collections.Immutable;
using System.Text;
using CliWrap;
using CliWrap.Exceptions;
using ComposeExecutor.Compose.Files;

namespace ComposeExecutor.Compose;

/// <summary>
/// Runs Docker Compose, the reference implementation of what a file means. Its plugin is started directly, without the
/// <c>docker</c> client in front of it, which saves half the time of a rendering.
/// </summary>
public sealed partial class ComposeCommand
{
    /// <summary>The oldest Compose that is accepted: the first whose merging and <c>include</c> follow today's specification.</summary>
    public static readonly Version OldestVersion = new(2, 20);

    // A rendered project of hundreds of services is a few hundred kilobytes; more than this is not a project.
    private const int MaximumOutput = 64 << 20;
    private const int MaximumErrorLines = 200;
    private const int LastLines = 12;

    private readonly string _executable;
    private readonly ImmutableDictionary<string, string?> _environment;

    /// <summary>Prepares to run one Compose.</summary>
    /// <param name="executable">The path of the plugin's executable (<see cref="ComposeExecutable.Find"/>).</param>
    /// <param name="environment">Variables on top of this process's own, for <c>${…}</c> in the files; null removes one.</param>
    public ComposeCommand(string executable, IEnumerable<KeyValuePair<string, string?>> environment)
    {
        _executable = executable;
        _environment = ImmutableDictionary.CreateRange(environment);
    }

    /// <summary>Makes sure that Compose is recent enough.</summary>
    /// <param name="cancellationToken">Ends the process when cancelled.</param>
    /// <exception cref="ComposeException">It does not run, or is older than <see cref="OldestVersion"/>.</exception>
    public async Task RequireVersionAsync(CancellationToken cancellationToken)
    {
        var result = await RunAsync(["version", "--short"], null, cancellationToken);
        var text = result.Output.Trim();
        var number = text.TrimStart('v').Split('-', '+')[0];
        if (result.ExitCode != 0 || !Version.TryParse(number, out var version))
            throw Unavailable($"'{_executable} version' did not print a version but: {FirstLine(text.Length > 0 ? text : result.Error)}");
        if (version < OldestVersion)
            throw Unavailable($"Docker Compose at {_executable} is version {number}; {OldestVersion} or newer is needed. Install a newer Compose plugin on this host, or set compose.path.");
    }

    /// <summary>Parses, merges, interpolates and validates compose files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="profiles">The profiles that are active; empty to leave it to <c>COMPOSE_PROFILES</c>.</param>
    /// <param name="project">The project's name, used for the names of networks and volumes.</param>
    /// <param name="onWarning">Receives what Compose warns of, a sentence each.</param>
    /// <param name="cancellationToken">Ends the process when cancelled.</param>
    /// <exception cref="ComposeException">The files are not valid (with Compose's own words), or Compose does not run.</exception>
    public async Task<ComposeModel> RenderAsync(
        ProjectFiles files, ImmutableArray<string> profiles, string project, Action<string> onWarning, CancellationToken cancellationToken)
    {
        // What Compose prints as JSON lacks the extension fields of services, and its YAML has them: it is asked for both, at the same
        // time, where a file may have one.
        string[] formats = ServiceExtensions.MayBeIn(files) ? ["json", "yaml"] : ["json"];
        var results = await Task.WhenAll(formats.Select(format => ConfigAsync(files, profiles, project, format, cancellationToken)));
        var result = results[0];
        foreach (var warning in Logrus.Messages(result.Error))
            onWarning(warning);
        if (result.ExitCode != 0)
        {
            throw new ComposeException(
                ComposeFailure.InvalidFiles,
                $"Docker Compose does not accept {files}: {Logrus.WithoutMessages(result.Error)}");
        }

        var model = ComposeModel.Parse(Encoding.UTF8.GetBytes(result.Output));
        if (results is [_, { ExitCode: 0 } extended])
            ServiceExtensions.Add(model, extended.Output);
        await AddContentsAsync(model, files, project, cancellationToken);
        return model;
    }

    private Task<ComposeResult> ConfigAsync(
        ProjectFiles files, ImmutableArray<string> profiles, string project, string format, CancellationToken cancellationToken)
    {
        var findsFiles = files.Given.IsEmpty;
        string[] folder = !findsFiles && files.Folder is { } given ? ["--project-directory", given] : [];
        return RunAsync(
            [.. Project(project, files.Given), .. folder, .. profiles.SelectMany(profile => new[] { "--profile", profile }), "config", "--format", format],
            null,
            cancellationToken,
            adapt: command => findsFiles
                ? command.WithWorkingDirectory(files.Folder!).WithEnvironmentVariables(files.FromVariable ? _environment : _environment.SetItem(DefaultFiles.Variable, null))
                : command);
    }

    /// <summary>Pulls the images of some services.</summary>
    /// <param name="podFile">The pod's compose file.</param>
    /// <param name="project">The project's name.</param>
    /// <param name="services">The services whose images to pull.</param>
    /// <param name="onLine">Receives each line of Compose's progress.</param>
    /// <param name="cancellationToken">Ends the process when cancelled.</param>
    /// <exception cref="ComposeException">An image could not be pulled, with the registry's own words.</exception>
    public async Task PullAsync(
        string podFile, string project, IEnumerable<string> services, Action<string> onLine, CancellationToken cancellationToken)
    {
        var result = await RunAsync(
            ["--progress", "plain", .. Pod(project, podFile), "pull", .. services], onLine, cancellationToken);
        if (result.ExitCode != 0)
            throw new ComposeException(ComposeFailure.ImagePull, Logrus.LastWords(result.Error));
    }

    /// <summary>Builds the images of some services.</summary>
    /// <param name="podFile">The pod's compose file.</param>
    /// <param name="project">The project's name.</param>
    /// <param name="services">The services whose images to build.</param>
    /// <param name="onLine">Receives each line of the builder's progress.</param>
    /// <param name="cancellationToken">Ends the process when cancelled, and with it what the engine builds for it.</param>
    /// <exception cref="ComposeException">An image could not be built, with the builder's own words and the last output of what it ran.</exception>
    public async Task BuildAsync(
        string podFile, string project, IEnumerable<string> services, Action<string> onLine, CancellationToken cancellationToken)
    {
        var last = new Queue<string>();
        var result = await RunAsync(
            ["--progress", "plain", .. Pod(project, podFile), "build", .. services],
            line =>
            {
                onLine(Logrus.Cut(line));
                last.Enqueue(Logrus.Cut(line));
                if (last.Count > LastLines)
                    last.Dequeue();
            },
            cancellationToken,
            collectOutput: false);
        if (result.ExitCode == 0)
            return;
        var words = Logrus.LastWords(result.Error);
        throw new ComposeException(
            ComposeFailure.ImageBuild, string.Join('\n', [words, "Its last output:", .. last.Where(line => line.Length > 0 && line != words)]));
    }

    /// <summary>Creates the pod's networks, volumes and containers, without starting any. Images must be there already.</summary>
    /// <param name="podFile">The pod's compose file.</param>
    /// <param name="project">The project's name.</param>
    /// <param name="cancellationToken">Ends the process when cancelled.</param>
    /// <exception cref="ComposeException">The engine refused, with its own words.</exception>
    public async Task CreateAsync(string podFile, string project, CancellationToken cancellationToken)
    {
        var result = await RunAsync(
            ["--progress", "plain", .. Pod(project, podFile), "create", "--no-build", "--pull", "never"], null, cancellationToken);
        if (result.ExitCode != 0)
            throw new ComposeException(ComposeFailure.Create, Logrus.LastWords(result.Error));
    }

    // What is in the pod's file is final: a .env file beside it belongs to something else, or has had its say.
    private static IEnumerable<string> Pod(string project, string podFile) => ["--env-file", "/dev/null", .. Project(project, [podFile])];

    private static IEnumerable<string> Project(string project, IEnumerable<string> files) =>
        ["--project-name", project, .. files.SelectMany(file => new[] { "--file", file })];

    private async Task<ComposeResult> RunAsync(
        IEnumerable<string> arguments, Action<string>? onLine, CancellationToken cancellationToken, bool collectOutput = true, Func<Command, Command>? adapt = null)
    {
        var output = new StringBuilder();
        var errors = new Queue<string>();
        try
        {
            var command = CliWrap.Cli.Wrap(_executable).WithArguments(arguments).WithEnvironmentVariables(_environment);
            var result = await (adapt?.Invoke(command) ?? command)
                .WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(PipeTarget.ToDelegate(line =>
                {
                    if (!collectOutput)
                    {
                        onLine?.Invoke(line.Trim());
                        return;
                    }

                    if (output.Length + line.Length > MaximumOutput)
                        throw Unavailable($"'{_executable}' printed more than {MaximumOutput >> 20} MiB.");
                    output.AppendLine(line);
                }))
                .WithStandardErrorPipe(PipeTarget.ToDelegate(line =>
                {
                    onLine?.Invoke(line.Trim());
                    errors.Enqueue(line);
                    if (errors.Count > MaximumErrorLines)
                        errors.Dequeue();
                }))
                .ExecuteAsync(cancellationToken);
            return new ComposeResult(result.ExitCode, output.ToString(), string.Join('\n', errors));
        }
        catch (Exception exception) when (exception is CliWrapException or System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            throw new ComposeException(
                ComposeFailure.ComposeUnavailable,
                $"Docker Compose could not be run from {_executable}: {exception.Message} Check the setting compose.path.",
                exception);
        }
    }

    private static string FirstLine(string text) => text.AsSpan().Trim().ToString().Split('\n')[0];

    private static ComposeException Unavailable(string message) => new(ComposeFailure.ComposeUnavailable, message);

    private sealed record ComposeResult(int ExitCode, string Output, string Error);
}
