using System.Collections.Immutable;
using System.CommandLine;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Pods;
using ComposeExecutor.Pods.Cgroups;
using ComposeExecutor.Pods.Launch;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Cli;

/// <summary><c>compose-executor render</c>: prints the pod that compose files become, without running anything.</summary>
internal static class RenderCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var pod = new PodArguments("--ports");
        var command = new Command("render", "Print the pod that compose files become, without running anything. No Docker Engine is needed.");
        foreach (var option in pod.Options)
            command.Add(option);
        command.SetAction((arguments, cancellationToken) => RunAsync(pod, arguments, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(PodArguments pod, ParseResult arguments, CancellationToken cancellationToken)
    {
        // What is extracted or comes out of a label has to be somewhere for Compose to read it.
        var scratch = Directory.CreateTempSubdirectory("compose-executor-").FullName;
        try
        {
            var here = Directory.GetCurrentDirectory();
            var task = pod.Task(arguments);
            var environment = TaskEnvironment.Of(task, pod.Environment(arguments), here);
            var settings = SettingsLoader.Load(new ConfigurationSources
            {
                Environment = environment,
                Labels = [.. task.LabelPairs],
            }).Settings;
            var identity = new PodIdentity(task.TaskId, task.TaskId, "", "");
            var files = await new PodTask
            {
                Info = task,
                Identity = identity,
                Sandbox = here,
                Folder = scratch,
                Files = pod.Files(arguments),
                StartFolder = here,
                Environment = environment,
            }.FindFilesAsync(cancellationToken);
            var compose = new ComposeCommand(
                ComposeExecutable.Find(settings.Compose.Path ?? "", settings.Docker.Config, name => environment.GetValueOrDefault(name)),
                environment.Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value)));
            await compose.RequireVersionAsync(cancellationToken);
            var model = await compose.RenderAsync(files, settings.Pod.Profiles, identity.Project, Console.Error.WriteLine, cancellationToken);
            var plan = PodTransform.Apply(model, new PodContext
            {
                Project = identity.Project,
                InfraImage = PauseImage.Name,
                Labels = identity.Labels,
                OfferedPorts = pod.Ports(arguments),
                Network = settings.Pod.Network,
                Share = settings.Pod.Share,
                EphemeralPorts = settings.Pod.EphemeralPorts,
                Sidecars = settings.Pod.Sidecars,
                Inits = settings.Pod.Inits,
                PortChoices = settings.Pod.Ports,
                CgroupParent = settings.Pod.CgroupParent.Path is { } parent
                    ? CgroupPlan.NameBelow(parent, slices: parent.EndsWith(".slice", StringComparison.Ordinal), identity.Project)
                    : null,
                Limits = TaskLimits.Of(task, settings.Pod.CpuQuota),
                OverLimit = settings.Pod.OverLimit,
                Sandbox = settings.Pod.MountSandbox ? here : null,
                Folder = here,
                MayChangeOwners = Environment.IsPrivilegedProcess,
                Environment = environment,
            });
            ComposeYaml.Write(plan.Model, [$"The pod of task {identity.TaskId}. Made from {files} by compose-executor.", .. PodHeading.Lines(plan)], Console.Out);
            return ExitCodes.Success;
        }
        catch (Exception exception) when (exception is ComposeException or TransformException or ConfigurationException)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return ExitCodes.BadInput;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
