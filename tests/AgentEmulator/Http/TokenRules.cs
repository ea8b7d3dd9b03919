using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>Who a request is from, by its token (libprocess' JWT authenticator, <c>verifyExecutorClaims</c>).</summary>
internal static class TokenRules
{
    /// <summary>Reads the token's claims, or says why there are none.</summary>
    public static (JsonObject? Claims, Refusal? Refusal) Authenticate(HttpRequest request, ExecutorToken tokens)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return (null, Refuse(error: null));

        var parts = header.Split(' ');
        if (parts.Length != 2)
            return (null, Refuse("Malformed 'Authorization' header"));

        if (parts[0] != "Bearer")
            return (null, Refuse($"Scheme '{parts[0]}' unsupported"));

        return tokens.Read(parts[1]) is { } claims ? (claims, null) : (null, Refuse("Invalid JWT"));
    }

    /// <summary>Checks that the claims are those of the executor that calls.</summary>
    public static Refusal? Verify(JsonObject claims, ExecutorCall call, string containerId)
    {
        (string Claim, string Value, string Meaning)[] expected =
        [
            ("fid", call.FrameworkId, "the framework ID set in the call"),
            ("eid", call.ExecutorId, "the executor ID set in the call"),
            ("cid", containerId, "the correct active ContainerID"),
        ];
        foreach (var (claim, value, meaning) in expected)
        {
            if (claims[claim]?.ToString() != value)
            {
                return new Refusal(
                    StatusCodes.Status403Forbidden, $"Authenticated principal does not contain a '{claim}' claim with {meaning}");
            }
        }

        return null;
    }

    private static Refusal Refuse(string? error)
    {
        const string realm = "Bearer realm=\"mesos-agent-executor\"";
        return new Refusal(StatusCodes.Status401Unauthorized, "401 Unauthorized.")
        {
            Header = ("WWW-Authenticate", error is null ? realm : $"{realm}, error=\"invalid_token\", error_description=\"{error}\""),
        };
    }
}
