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
    [InlineData("Penneo:Authentication:Method", "ApiKeys")]
    [InlineData("Penneo:Authentication:Method", "wsse")]
    [InlineData("Penneo:Authentication:ClientId", "a-client")]
    [InlineData("Penneo:Authentication:ClientSecret", "s3cr3t/+=")]
    public void GoodSettings_ArePassed(string key, string value) => Assert.Empty(Errors((key, value)));

    [Theory]
    [InlineData("Penneo:Environment", "7", "Penneo:Environment is 7; it must be Simulator, Sandbox, Production or Custom.")]
    [InlineData("Penneo:Environment", "Custom", "Penneo:ApiBaseUrl is empty; the Custom environment needs Penneo's API host, for example https://sandbox.penneo.com.")]
    [InlineData("Penneo:ApiBaseUrl", "penneo.com", "Penneo:ApiBaseUrl is 'penneo.com'; it must be an absolute http or https URL without a query.")]
    [InlineData("Penneo:ApiBaseUrl", "ftp://penneo.com", "Penneo:ApiBaseUrl is 'ftp://penneo.com'; it must be an absolute http or https URL without a query.")]
    [InlineData("Penneo:ApiBaseUrl", "https://penneo.com/?a=b", "Penneo:ApiBaseUrl is 'https://penneo.com/?a=b'; it must be an absolute http or https URL without a query.")]
    [InlineData("Penneo:OAuthBaseUrl", "x", "Penneo:OAuthBaseUrl is 'x'; it must be an absolute http or https URL without a query.")]
    [InlineData("Penneo:Authentication:Method", "Password", "Penneo:Authentication:Method is 'Password'; it must be Token, ApiKeys or Wsse.")]
    [InlineData("Penneo:Authentication:Method", "7", "Penneo:Authentication:Method is 7; it must be Token, ApiKeys or Wsse.")]
    [InlineData("Penneo:Authentication:ClientId", "a b", "Penneo:Authentication:ClientId has a space, line break or other character that no key of Penneo's has.")]
    [InlineData("Penneo:Authentication:ClientSecret", "a\n", "Penneo:Authentication:ClientSecret has a space, line break or other character that no key of Penneo's has.")]
    [InlineData("Penneo:Authentication:ApiKey", "a\"b", "Penneo:Authentication:ApiKey has a quote or backslash, which no key of Penneo's has.")]
    [InlineData("Penneo:Authentication:ApiSecret", "é", "Penneo:Authentication:ApiSecret has a space, line break or other character that no key of Penneo's has.")]
    [InlineData("Penneo:Authentication:Token", "Bearer abc", "Penneo:Authentication:Token has a space, line break or other character that no token has.")]
    public void EachMistake_NamesItsKey(string key, string value, string message) => Assert.Equal([message], Errors((key, value)));

    [Fact]
    public void UnknownWord_NamesItsKey() =>
        Assert.Contains("Penneo:Environment", Assert.Single(Errors(("Penneo:Environment", "Live"))), StringComparison.Ordinal);

    [Fact]
    public void SeveralMistakes_AreToldAtOnce() =>
        Assert.Equal(3, Errors(("Penneo:Environment", "Custom"), ("Penneo:OAuthBaseUrl", "x"), ("Penneo:Authentication:Token", "a b")).Count);

    [Fact]
    public void ApiKeysInACustomEnvironment_NeedTheSignInHost() => Assert.Equal(
        ["Penneo:OAuthBaseUrl is empty; API keys in the Custom environment need Penneo's sign-in host, for example https://sandbox.oauth.penneo.cloud."],
        Errors(("Penneo:Environment", "Custom"), ("Penneo:ApiBaseUrl", "https://gateway.example.com"), ("Penneo:Authentication:Method", "ApiKeys")));

    [Theory]
    [InlineData("Sandbox", null, null, "https://sandbox.penneo.com/", "https://sandbox.oauth.penneo.cloud/")]
    [InlineData("Production", null, null, "https://app.penneo.com/", "https://login.penneo.com/")]
    [InlineData("Custom", "https://gateway.example.com/penneo", "https://login.example.com", "https://gateway.example.com/penneo/", "https://login.example.com/")]
    [InlineData("Custom", "https://gateway.example.com/", "https://gateway.example.com/login/", "https://gateway.example.com/", "https://gateway.example.com/login/")]
    public void Environment_DecidesTheHosts(string environment, string? apiUrl, string? oauthUrl, string api, string oauth)
    {
        using var host = Build(("Penneo:Environment", environment), ("Penneo:ApiBaseUrl", apiUrl), ("Penneo:OAuthBaseUrl", oauthUrl));

        var connection = host.Services.GetRequiredService<PenneoConnections>().Current;

        Assert.Equal((api, oauth), (connection.Api.AbsoluteUri, connection.OAuth.AbsoluteUri));
    }

    [Fact]
    public async Task Simulator_IsThisProcess()
    {
        await using var penneo = await FakePenneo.StartAsync();
        await using var host = new ApiHost(penneo, ("Penneo:Environment", "Simulator"));

        Assert.Equal((penneo.Url + "/simulator/penneo/", penneo.Url + "/simulator/penneo/"), (host.Connection.Api.AbsoluteUri, host.Connection.OAuth.AbsoluteUri));
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
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.Server.IServer, NoServer>();
        builder.AddPenneo();
        return builder.Build();
    }
}
