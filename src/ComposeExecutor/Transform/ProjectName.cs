using System.Security.Cryptography;
using System.Text;

namespace ComposeExecutor.Transform;

/// <summary>The Compose project name of a pod, which prefixes the names of all that belongs to it.</summary>
public static class ProjectName
{
    /// <summary>The longest name: it becomes part of host names, whose labels DNS limits to 63 characters (RFC 1035, 2.3.4).</summary>
    public const int MaximumLength = 63;

    private const int HashLength = 8;

    /// <summary>
    /// Derives the name from the task's id. What Compose does not allow in a project name becomes a hyphen; whenever that
    /// changes or shortens the id, a hash of the whole id keeps two tasks from ever sharing a name.
    /// </summary>
    /// <param name="taskId">The task's id, any text.</param>
    /// <returns>1 to 63 characters: lower-case letters, digits, hyphens and underscores, starting with a letter or digit.</returns>
    public static string For(string taskId)
    {
        var name = string.Concat(taskId.Select(character => character switch
        {
            >= 'a' and <= 'z' or >= '0' and <= '9' or '_' or '-' => character,
            >= 'A' and <= 'Z' => char.ToLowerInvariant(character),
            _ => '-',
        })).TrimStart('-', '_');
        if (name == taskId && name.Length is > 0 and <= MaximumLength)
            return name;

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(taskId)))[..HashLength];
        var room = MaximumLength - HashLength - 1;
        var kept = (name.Length > room ? name[..room] : name).TrimEnd('-', '_');
        return kept.Length > 0 ? $"{kept}-{hash}" : $"pod-{hash}";
    }
}
