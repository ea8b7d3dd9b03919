using System.Net;

namespace ComposeExecutor.Docker;

/// <summary>The engine answers with an error. It never leaves this folder: callers get an <see cref="EngineException"/>.</summary>
/// <param name="status">The answer's status.</param>
/// <param name="words">The engine's own words.</param>
internal sealed class EngineRefusal(HttpStatusCode status, string words) : Exception(words)
{
    /// <summary>The answer's status.</summary>
    public HttpStatusCode Status => status;
}
