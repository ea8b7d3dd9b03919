using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AgentEmulator;

/// <summary>The agent's listening side. It can go away and come back on the same port.</summary>
internal sealed class AgentFront(string? domainSocket, TlsMaterial? tls, RequestDelegate handler) : IAsyncDisposable
{
    private WebApplication? _application;
    private Socket? _placeholder;

    /// <summary>The port on 127.0.0.1; known once it has listened.</summary>
    public int Port { get; private set; }

    /// <summary>Whether TLS connections without a certificate of the agent's authority are refused.</summary>
    public bool RequiresClientCertificate { get; init; }

    /// <summary>Starts to listen.</summary>
    /// <param name="port">The port, or 0 for one that is free.</param>
    public async Task ListenAsync(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, UnattendedLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(options => Configure(options, port));

        var application = builder.Build();
        application.Run(handler);
        ReleasePort();
        if (domainSocket is not null)
            File.Delete(domainSocket);
        await application.StartAsync();
        _application = application;
        Port = new Uri(application.Urls.First(url => !url.Contains("unix:", StringComparison.Ordinal))).Port;
    }

    /// <summary>Stops to listen, breaking the connections there are. Until it listens again connections are refused.</summary>
    public async Task CloseAsync()
    {
        if (_application is not { } application)
            return;

        _application = null;
        await application.StopAsync(new CancellationToken(canceled: true));
        await application.DisposeAsync();
        HoldPort();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        ReleasePort();
        if (domainSocket is not null)
            File.Delete(domainSocket);
    }

    private void Configure(KestrelServerOptions options, int port)
    {
        options.AddServerHeader = false;
        options.Limits.MinResponseDataRate = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.KeepAliveTimeout = TimeSpan.FromDays(1);
        options.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (tls is not null)
                listen.UseHttps(Configure);
        });

        // The domain socket speaks plain HTTP even where the port speaks TLS.
        if (domainSocket is not null)
            options.ListenUnixSocket(domainSocket, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private void Configure(HttpsConnectionAdapterOptions options)
    {
        options.ServerCertificate = tls!.Agent;
        if (RequiresClientCertificate)
        {
            options.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            options.ClientCertificateValidation = (certificate, _, _) => tls.Trusts(certificate);
        }
    }

    /// <summary>A socket that is bound and does not listen: connections are refused, and nobody else gets the port.</summary>
    private void HoldPort()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            _placeholder = socket;
        }
        catch (SocketException)
        {
            // Holding the port is a precaution; without it the port is only very likely to be free later.
            socket.Dispose();
        }
    }

    private void ReleasePort()
    {
        _placeholder?.Dispose();
        _placeholder = null;
    }
}
