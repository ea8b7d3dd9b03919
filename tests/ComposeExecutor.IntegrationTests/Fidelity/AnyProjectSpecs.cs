using System.Collections.Immutable;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Tests.Transform;
using ComposeExecutor.Transform;
using CsCheck;

namespace ComposeExecutor.IntegrationTests.Fidelity;

public sealed class AnyProjectSpecs : IDisposable
{
    private const int Samples = 60;

    private static readonly Gen<PodNetwork> Networks = RandomProject.OneOf(Enum.GetValues<PodNetwork>());

    private readonly string _folder = Directory.CreateTempSubdirectory("any-").FullName;

    [Fact]
    public async Task The_pod_of_any_project_that_Compose_accepts_is_accepted_by_Compose()
    {
        var accepted = 0;
        await Gen.Select(RandomProject.Any, Networks, Gen.Int[0, 7]).SampleAsync(
            async (project, network, share) =>
            {
                // References in a circle, for one, are not for the transform to find.
                var name = Guid.NewGuid().ToString("N");
                await File.WriteAllTextAsync(Path.Combine(_folder, $"{name}.json"), project.ToJsonString());
                if ((await ComposeAsync($"{name}.json")).ExitCode != 0 || Transform(project.ToJsonString(), network, (PodNamespaces)share) is not { } pod)
                    return;
                await using (var file = File.CreateText(Path.Combine(_folder, $"{name}.yaml")))
                    ComposeYaml.Write(pod.Model, ["The pod."], file);
                var result = await ComposeAsync($"{name}.yaml");
                result.ExitCode.ShouldBe(0, $"{network}, {(PodNamespaces)share}\n{project.ToJsonString()}\n{result.StandardError}");
                Interlocked.Increment(ref accepted);
            },
            iter: Samples,
            threads: 2);
        accepted.ShouldBeGreaterThan(0);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private PodDraft? Transform(string project, PodNetwork network, PodNamespaces share)
    {
        try
        {
            return PodTransform.Apply(ComposeModel.Parse(Encoding.UTF8.GetBytes(project)), new PodContext
            {
                Project = "pod-1",
                InfraImage = "pause:1",
                Folder = _folder,
                Labels = ImmutableSortedDictionary.CreateRange([KeyValuePair.Create("taskId", "pod.1")]),
                Network = network,
                Share = share,
            });
        }
        catch (TransformException)
        {
            // Refused with a reason, which other tests look at.
            return null;
        }
    }

    private async Task<BufferedCommandResult> ComposeAsync(string file) =>
        await CliWrap.Cli.Wrap("docker").WithArguments(["compose", "-f", file, "config", "--quiet"]).WithWorkingDirectory(_folder)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
