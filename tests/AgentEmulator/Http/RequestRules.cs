
namespace AgentEmulator;

/// <summary>What an agent demands of a request before it looks at the body.</summary>
internal static class RequestRules
{
    public static bool IsExecutorApi(PathString path) => path.Value is "/slave(1)/api/v1/executor" or "/api/v1/executor";

    public static Refusal? Check(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method))
        {
            return new Refusal(StatusCodes.Status405MethodNotAllowed, $"Expecting one of {{ 'POST' }}, but received '{request.Method}'")
            {
                Header = ("Allow", "POST"),
            };
        }

        // Compared as a whole: parameters, such as the charset many clients add, make it another type to an agent.
        return request.Headers.ContentType.ToString() switch
        {
            "" => new Refusal(StatusCodes.Status400BadRequest, "Expecting 'Content-Type' to be present"),
            MediaType.Json => null,
            MediaType.Protobuf => new Refusal(StatusCodes.Status501NotImplemented, "The emulated agent speaks JSON only"),
            _ => new Refusal(
                StatusCodes.Status415UnsupportedMediaType, $"Expecting 'Content-Type' of {MediaType.Json} or {MediaType.Protobuf}"),
        };
    }

    public static Refusal? CheckAccept(HttpRequest request)
    {
        var accept = request.Headers.Accept.Count == 0 ? null : request.Headers.Accept.ToString();
        if (MediaType.IsAccepted(accept, MediaType.Json))
            return null;

        return MediaType.IsAccepted(accept, MediaType.Protobuf)
            ? new Refusal(StatusCodes.Status501NotImplemented, "The emulated agent speaks JSON only")
            : new Refusal(
                StatusCodes.Status406NotAcceptable, $"Expecting 'Accept' to allow '{MediaType.Protobuf}' or '{MediaType.Json}'");
    }
}
