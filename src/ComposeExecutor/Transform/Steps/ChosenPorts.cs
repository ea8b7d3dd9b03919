using System.Collections.Immutable;
using System.Globalization;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Transform.Steps;

/// <summary>Gives the offered ports that were chosen by configuration. A choice that cannot be kept is an error, never dropped.</summary>
internal sealed class ChosenPorts(ImmutableArray<PortChoice> choices, ImmutableArray<int> offer, NamedPorts names)
{
    /// <summary>Takes the chosen ports.</summary>
    /// <param name="requests">All published ports of the pod.</param>
    /// <param name="pool">The offer.</param>
    /// <returns>The port of each request; null where none was chosen.</returns>
    /// <exception cref="TransformException">Choices that cannot be kept, all of them.</exception>
    public int?[] Take(List<PortRequest> requests, PortPool pool)
    {
        var ports = new int?[requests.Count];
        var problems = new List<string>();
        foreach (var choice in choices)
        {
            var index = requests.FindIndex(request =>
                request.Service.Equals(choice.Service, StringComparison.OrdinalIgnoreCase) && request.Target == choice.Target && request.Protocol == choice.Protocol);
            if (index < 0)
            {
                problems.Add($"{choice.Origin}: the compose files publish no port {choice.Target}/{choice.Protocol} of a service '{choice.Service}'; "
                    + (requests.Count == 0 ? "they publish none." : $"they publish {string.Join(", ", requests.Distinct())}."));
                continue;
            }

            var (port, problem) = Resolve(choice);
            if (problem is null && (ports[index] = pool.Take(requests[index], port)) is null)
                problem = $"port {port} is chosen for another published port too.";
            if (problem is not null)
                problems.Add($"{choice.Origin}: {problem}");
        }

        return problems.Count == 0 ? ports : throw new TransformException(string.Join(' ', problems));
    }

    private (int Port, string? Problem) Resolve(PortChoice choice)
    {
        if (int.TryParse(choice.Offered, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return index < offer.Length
                ? (offer[index], null)
                : (0, $"there is no offered port {index}, the task has {(offer.IsEmpty ? "none" : $"those from 0 to {offer.Length - 1}")}.");
        }

        var named = names.Find(choice.Offered, choice.Protocol).ToList();
        if (named.Count == 0)
            return (0, $"no offered port for {choice.Protocol} is named '{choice.Offered}', {names.All}.");
        return named.Find(offer.Contains) is > 0 and var port
            ? (port, null)
            : (0, $"port {named[0]}, named '{choice.Offered}', was not offered to the task.");
    }
}
