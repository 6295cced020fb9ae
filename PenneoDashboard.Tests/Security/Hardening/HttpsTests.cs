using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PenneoDashboard.Tests.EndToEnd;
using Xunit;

namespace PenneoDashboard.Tests.Security.Hardening;

/// <summary>The app as a process that has a certificate of its own and listens on both schemes.</summary>
public sealed class HttpsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PlainHttp_IsLedToTheOwnHttpsAddress_OutsideLoopback()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=dash.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllBytesAsync(_folder.File("own.pfx"), certificate.Export(X509ContentType.Pfx), Cancel);
        var (port, secure) = (LiveTimelineTests.FreePort(), LiveTimelineTests.FreePort());
        await using var app = AppProcess.Start(new AppStart
        {
            Arguments = ["--urls", $"http://127.0.0.1:{port};https://127.0.0.1:{secure}"],
            Environment = new() { ["Storage__DataDirectory"] = _folder.File("data"), ["Kestrel__Certificates__Default__Path"] = _folder.File("own.pfx") },
        });
        await app.ListeningAsync();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = { RemoteCertificateValidationCallback = (_, offered, _, _) => offered?.GetCertHashString() == certificate.Thumbprint } };
        using var http = new HttpClient(handler);

        using var plain = await GetAsync(http, $"http://127.0.0.1:{port}/sign-in", "dash.example.com");
        using var local = await GetAsync(http, $"http://127.0.0.1:{port}/sign-in", null);
        using var health = await GetAsync(http, $"http://127.0.0.1:{port}/health/live", "dash.example.com");
        using var delivery = await GetAsync(http, $"http://127.0.0.1:{port}/webhooks/penneo/any", "dash.example.com");
        using var program = await GetAsync(http, $"http://127.0.0.1:{port}/api/v1/events", "dash.example.com");
        using var encrypted = await GetAsync(http, $"https://127.0.0.1:{secure}/sign-in", "dash.example.com");

        Assert.Equal((HttpStatusCode.TemporaryRedirect, $"https://dash.example.com:{secure}/sign-in"), (plain.StatusCode, plain.Headers.Location?.AbsoluteUri));
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.MethodNotAllowed, HttpStatusCode.OK),
            (local.StatusCode, health.StatusCode, delivery.StatusCode, encrypted.StatusCode));
        Assert.Equal((HttpStatusCode.Forbidden, null), (program.StatusCode, program.Headers.Location));
        Assert.Contains("replace it", await program.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.True(encrypted.Headers.Contains("Strict-Transport-Security"));
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient http, string url, string? host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Host = host } };
        return await http.SendAsync(request, Cancel);
    }
}
