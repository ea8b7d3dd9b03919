using System.Net;

namespace AgentEmulator.Tests;

public sealed record Answer(HttpStatusCode Status, string Text);
