using Microsoft.Extensions.Options;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class PublicAddressTests
{
    private const string Local = "is this machine itself";
    private const string Private = "is an address of a private network";
    private const string Inside = "looks like a name known only inside your network";
    private const string NotHttps = "The address is not https";

    [Theory]
    [InlineData("https://hooks.example.com")]
    [InlineData("https://hooks.example.com:8443/penneo")]
    [InlineData("https://203.0.113.9")]
    [InlineData("https://172.32.0.1")]
    [InlineData("https://172.15.0.1")]
    [InlineData("https://100.63.0.1")]
    [InlineData("https://100.128.0.1")]
    [InlineData("https://169.253.0.1")]
    [InlineData("https://192.169.0.1")]
    [InlineData("https://[2001:db8::1]")]
    [InlineData("https://xn--bcher-kva.example")]
    public void GoodAddress_HasNoWarning(string address) => Assert.Empty(PublicAddress.Warnings(new Uri(address), configured: true));

    [Theory]
    [InlineData("https://localhost", Local)]
    [InlineData("https://LOCALHOST:5080", Local)]
    [InlineData("https://app.localhost", Local)]
    [InlineData("https://127.0.0.1", Local)]
    [InlineData("https://127.8.9.10", Local)]
    [InlineData("https://[::1]", Local)]
    [InlineData("https://[::ffff:127.0.0.1]", Local)]
    [InlineData("https://0.0.0.0", Local)]
    [InlineData("https://[::]", Local)]
    [InlineData("https://10.1.2.3", Private)]
    [InlineData("https://172.16.0.1", Private)]
    [InlineData("https://172.31.255.1", Private)]
    [InlineData("https://192.168.1.20", Private)]
    [InlineData("https://169.254.1.1", Private)]
    [InlineData("https://100.64.0.1", Private)]
    [InlineData("https://[fe80::1]", Private)]
    [InlineData("https://[fd00::1]", Private)]
    [InlineData("https://[::ffff:192.168.1.20]", Private)]
    [InlineData("https://server", Inside)]
    [InlineData("https://nas.local", Inside)]
    [InlineData("https://app.corp", Inside)]
    [InlineData("https://app.svc.internal", Inside)]
    [InlineData("http://hooks.example.com", NotHttps)]
    public void EachKind_HasItsWarning(string address, string warning) =>
        Assert.Contains(warning, Assert.Single(PublicAddress.Warnings(new Uri(address), configured: true)), StringComparison.Ordinal);

    [Fact]
    public void NothingConfigured_SaysSoFirst()
    {
        var warnings = PublicAddress.Warnings(new Uri("http://localhost:5080"), configured: false);

        Assert.Equal(3, warnings.Count);
        Assert.StartsWith("Webhooks:PublicBaseUrl is not set", warnings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PenneoEnvironment.Simulator, 0)]
    [InlineData(PenneoEnvironment.Sandbox, 3)]
    [InlineData(PenneoEnvironment.Production, 3)]
    [InlineData(PenneoEnvironment.Custom, 3)]
    public async Task Simulator_NeedsNoPublicAddress(PenneoEnvironment environment, int warnings)
    {
        await using var penneo = await FakePenneo.StartAsync();
        var address = new PublicAddress(
            Options.Create(new PublicAddressOptions()),
            Options.Create(new PenneoOptions { Environment = environment }), new OwnAddress(penneo.Server));

        Assert.Equal(warnings, address.Warnings().Count);
        Assert.Equal(environment == PenneoEnvironment.Simulator ? 0 : 2, address.WarningsFor("http://localhost/{key}").Count);
        Assert.Empty(address.WarningsFor("no url"));
    }

    [Theory]
    [InlineData("https://hooks.example.com", "https://hooks.example.com/webhooks/penneo/KEY")]
    [InlineData("https://hooks.example.com/", "https://hooks.example.com/webhooks/penneo/KEY")]
    [InlineData("https://hooks.example.com/penneo", "https://hooks.example.com/penneo/webhooks/penneo/KEY")]
    public async Task ReceiveUrl_LiesBelowThePublicAddress(string publicBaseUrl, string url)
    {
        await using var penneo = await FakePenneo.StartAsync();
        var address = new PublicAddress(
            Options.Create(new PublicAddressOptions { PublicBaseUrl = publicBaseUrl }),
            Options.Create(new PenneoOptions()), new OwnAddress(penneo.Server));

        Assert.Equal(url, address.ReceiveUrl("KEY"));
        Assert.Equal("KEY", PublicAddress.KeyIn(url));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not a url")]
    [InlineData("https://hooks.example.com/other/KEY")]
    [InlineData("https://hooks.example.com/webhooks/penneo/")]
    [InlineData("https://hooks.example.com/webhooks/penneo/a/b")]
    [InlineData("https://hooks.example.com/xwebhooks/penneo/KEY")]
    public void OtherUrls_HoldNoKeyOfOurs(string? endpoint) => Assert.Null(PublicAddress.KeyIn(endpoint));

    [Theory]
    [InlineData("", true)]
    [InlineData("https://hooks.example.com/path", true)]
    [InlineData("hooks.example.com", false)]
    [InlineData("ftp://hooks.example.com", false)]
    [InlineData("https://hooks.example.com/?a=b", false)]
    [InlineData("https://hooks.example.com/#a", false)]
    [InlineData("https://user:secret@hooks.example.com", false)]
    public void Configuration_IsChecked(string url, bool good)
    {
        var result = new PublicAddressOptionsValidator().Validate(null, new PublicAddressOptions { PublicBaseUrl = url });

        Assert.Equal(good, result.Succeeded);
        Assert.True(good || result.FailureMessage!.StartsWith($"Webhooks:PublicBaseUrl is '{url}'; it must be", StringComparison.Ordinal));
    }
}
