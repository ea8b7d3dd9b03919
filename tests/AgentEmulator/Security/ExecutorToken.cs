using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>
/// Makes and reads the tokens of executors: JWTs signed with HMAC-SHA256, whose claims <c>fid</c>, <c>eid</c> and <c>cid</c> name the
/// framework, the executor and its container.
/// </summary>
internal sealed class ExecutorToken
{
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    public string Create(string frameworkId, string executorId, string containerId)
    {
        var header = Encode(new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT" });
        var claims = Encode(new JsonObject { ["fid"] = frameworkId, ["eid"] = executorId, ["cid"] = containerId });
        return $"{header}.{claims}.{Sign($"{header}.{claims}")}";
    }

    /// <summary>Reads a token's claims; null when it is malformed or not signed here.</summary>
    public JsonObject? Read(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || Sign($"{parts[0]}.{parts[1]}") != parts[2])
            return null;

        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(parts[1])) as JsonObject;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private string Sign(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(text)));
}
