using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Xunit;

namespace PenneoDashboard.Tests.Api;

public sealed class OpenApiTests(AppFixture fixture) : IClassFixture<AppFixture>, IAsyncLifetime
{
    private OpenApiDocument _document = null!;
    private OpenApiDiagnostic _diagnostic = null!;

    private IEnumerable<(string Path, HttpMethod Method, OpenApiOperation Operation)> Operations =>
        _document.Paths.SelectMany(path => path.Value.Operations!.Select(x => (path.Key, x.Key, x.Value)));

    public async ValueTask InitializeAsync()
    {
        var text = await fixture.Client.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        (_document, _diagnostic) = (OpenApiDocument.Parse(text, "json").Document!, OpenApiDocument.Parse(text, "json").Diagnostic!);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Document_IsValid()
    {
        Assert.Empty(_diagnostic.Errors);
        Assert.Empty(_diagnostic.Warnings);
        Assert.Empty(_document.Validate(ValidationRuleSet.GetDefaultRuleSet()));
    }

    [Fact]
    public void EveryRouteOfTheApi_IsDescribed()
    {
        var routes = fixture.App.Services.GetServices<EndpointDataSource>().SelectMany(x => x.Endpoints).OfType<RouteEndpoint>()
            .Where(x => x.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(x => x.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {x.RoutePattern.RawText!.TrimEnd('/').Replace(":long", "", StringComparison.Ordinal)}"));

        Assert.Equal(routes.Order(StringComparer.Ordinal), Operations.Select(x => $"{x.Method} {x.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryOperation_HasANameASummaryAndItsErrors()
    {
        Assert.All(Operations, x =>
        {
            Assert.NotEmpty(x.Operation.OperationId!);
            Assert.NotEmpty(x.Operation.Summary!);
            Assert.Contains("401", x.Operation.Responses!.Keys);
            Assert.Equal(x.Path.Contains("{id}", StringComparison.Ordinal) || x.Path.Contains("{sequence}", StringComparison.Ordinal) || x.Path.EndsWith("/adopt", StringComparison.Ordinal), x.Operation.Responses!.ContainsKey("404"));
            Assert.Contains("bearer", x.Operation.Security!.SelectMany(s => s.Keys).Select(s => s.Reference.Id));
            Assert.All(x.Operation.Responses!.Where(r => r.Key[0] is '4' or '5'), r => Assert.Equal(["application/problem+json"], r.Value.Content!.Keys));
        });
        Assert.All(
            Operations.Where(x => x.Path.StartsWith("/api/v1/subscriptions", StringComparison.Ordinal) && x.Method != HttpMethod.Get && x.Method != HttpMethod.Put),
            x => Assert.Contains("502", x.Operation.Responses!.Keys));
        Assert.Equal(Operations.Count(), Operations.Select(x => x.Operation.OperationId).Distinct().Count());
    }

    [Fact]
    public void Parameters_AreSpelledAsInTheContract()
    {
        var parameters = Operations.Single(x => x.Path == "/api/v1/events").Operation.Parameters!;

        Assert.Equal(
            ["casefileId", "signerId", "topic", "eventType", "from", "to", "q", "subscriptionId", "recognized", "verification", "duplicates", "state", "before", "after", "limit"],
            parameters.Select(x => x.Name));
        Assert.Equal(JsonSchemaType.Integer, parameters.Single(x => x.Name == "casefileId").Schema!.Type);
        Assert.Equal(JsonSchemaType.Array, parameters.Single(x => x.Name == "eventType").Schema!.Type);
        Assert.Equal((JsonSchemaType.String, "date-time"), (parameters.Single(x => x.Name == "from").Schema!.Type, parameters.Single(x => x.Name == "from").Schema!.Format));
    }

    [Fact]
    public void Schemas_SayWhatIsSent()
    {
        var item = _document.Components!.Schemas!["EventItem"].Properties!;

        Assert.Equal(JsonSchemaType.Integer, item["sequence"].Type);
        Assert.Equal(JsonSchemaType.Integer | JsonSchemaType.Null, item["casefileId"].Type);
        Assert.Equal((JsonSchemaType.String, "date-time"), (item["receivedAt"].Type, item["receivedAt"].Format));
        Assert.Equal(JsonSchemaType.String | JsonSchemaType.Null, item["eventTime"].Type);
        Assert.DoesNotContain("occurredAt", item.Keys);
        Assert.DoesNotContain("token", _document.Components.Schemas["ConfirmInput"].Required ?? new HashSet<string>());
    }
}
