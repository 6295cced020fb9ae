using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PenneoDashboard.Data;
using PenneoDashboard.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Penneo;

public sealed class PenneoOptionsTests
{
    [Theory]
    [InlineData("Penneo:Environment", "Simulator")]
    [InlineData("Penneo:Environment", "production")]
    [InlineData("Penneo:Environment", "Sandbox")]
    [InlineData("Penneo:Authentication:Token", "eyJhbGciOi.J9_-")]
    [InlineData("Penneo:ApiBaseUrl", "")]
    public void GoodSettings_ArePassed(string key, string value) => Assert.Empty(Errors((key, value)));

    [Theory]
    [InlineData("Penneo:Environment", "7", "Penneo:Environment is 7; it must be Simulator, Sandbox, Production or Custom.")]
    [InlineData("Penneo:Environment", "Custom", "Penneo:ApiBaseUrl is empty; the Custom environment needs Penneo's API host, for example https://sandbox.penneo.com.")]
    [InlineData("Penneo:ApiBaseUrl", "penneo.com", "Penneo:ApiBaseUrl is 'penneo.com'; it must be an absolute http or https URL without a query.")]
    [InlineData("Penneo:ApiBaseUrl", "ftp://penneo.com", "Penneo:ApiBaseUrl is 'ftp://penneo.com'; it must be an absolute http or https URL without a query.")]
    [InlineData("Penneo:ApiBaseUrl", "https://penneo.com/?a=b", "Penneo:ApiBaseUrl is 'https://penneo.com/?a=b'; it must be an absolute http or https URL without a query.")]
    [InlineData("Penneo:OAuthBaseUrl", "x", "Penneo:OAuthBaseUrl is 'x'; it must be an absolute http or https URL without a query.")]
    [InlineData("Penneo:Authentication:Method", "Wsse", "Penneo:Authentication:Method is Wsse; this version speaks Token only.")]
    [InlineData("Penneo:Authentication:Token", "Bearer abc", "Penneo:Authentication:Token has a space, line break or other character that no token has.")]
    public void EachMistake_NamesItsKey(string key, string value, string message) => Assert.Equal([message], Errors((key, value)));

    [Fact]
    public void UnknownWord_NamesItsKey() =>
        Assert.Contains("Penneo:Environment", Assert.Single(Errors(("Penneo:Environment", "Live"))), StringComparison.Ordinal);

    [Fact]
    public void SeveralMistakes_AreToldAtOnce() =>
        Assert.Equal(3, Errors(("Penneo:Environment", "Custom"), ("Penneo:OAuthBaseUrl", "x"), ("Penneo:Authentication:Token", "a b")).Count);

    [Theory]
    [InlineData("Sandbox", null, "https://sandbox.penneo.com/")]
    [InlineData("Production", null, "https://app.penneo.com/")]
    [InlineData("Custom", "https://gateway.example.com/penneo", "https://gateway.example.com/penneo/")]
    [InlineData("Custom", "https://gateway.example.com/", "https://gateway.example.com/")]
    public async Task Environment_DecidesTheHost(string environment, string? url, string api)
    {
        await using var penneo = await FakePenneo.StartAsync();
        using var host = Build(("Penneo:Environment", environment), ("Penneo:ApiBaseUrl", url));

        var hosts = new PenneoHosts(host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<PenneoOptions>>(), new OwnAddress(penneo.Server));

        Assert.Equal(api, hosts.Api.AbsoluteUri);
    }

    private static IReadOnlyList<string> Errors(params (string Key, string? Value)[] settings)
    {
        using var host = Build(settings);
        return CheckedOptions.Errors(host.Services);
    }

    private static IHost Build(params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(x => x.Key, x => x.Value));
        builder.AddPenneo();
        return builder.Build();
    }
}
