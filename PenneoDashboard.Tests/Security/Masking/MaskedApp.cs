using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.History;
using PenneoDashboard.Security;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Security.Masking;

/// <summary>
/// An app that masks for viewers, with <see cref="Canary"/> wherever a name, title, address or remark can stand. It runs as in development, where
/// the container refuses to give what is read for one person to what lives for all.
/// </summary>
public sealed class MaskedApp() : AppFixture(new() { ["Security:MaskForViewers"] = "true", ["environment"] = "Development" })
{
    /// <summary>Stands in nothing but what people wrote.</summary>
    public const string Canary = "Kanariefugl";

    public string Viewer { get; private set; } = "";

    public string Operator { get; private set; } = "";

    public Door Door { get; private set; } = default!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        (Viewer, Operator) = (await Visitor.MakeTokenAsync(App, Role.Viewer), await Visitor.MakeTokenAsync(App, Role.Operator));
        Door = await Client.SubscribeAsync();
        await Client.StoreAsync(
            Door, Signer(531, 9001, "requestSent", 1), Signer(531, 9002, "undeliverable", 2), Signer(532, 9003, "signed", 3), Signer(532, 9003, "opened", 4),
            Casefile(531, "renamed", 1), Casefile(533, "rejected", 2), $"{{\"what\":\"{Canary}\"}}", $"t{Canary} is no JSON");
        using var again = await Client.PostAsync(Door, Signer(531, 9001, "requestSent", 1), ("x-person", Canary));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);

        using var made = await Client.Http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "current", eventTypes = (string[])["sign.signer.signed"] }, Cancel);
        var current = new Door(0, (await made.Content.ReadFromJsonAsync<JsonElement>(Cancel)).Text("receiveUrl")!);
        foreach (var body in (string[])[Signer(534, 9004, "signed", 5), $"{Canary} is no JSON"])
        {
            using var refused = await Client.PostAsync(current, body, ("x-person", Canary));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        var views = App.Services.GetRequiredService<SavedViews>();
        await views.SaveAsync("By text", $"/history?q={Canary}", Cancel);
        await views.SaveAsync("By casefile", "/history?casefileId=531", Cancel);
        await Eventually.TrueAsync(async () => (await Client.GetAsync("/api/v1/rejected")).Items().Count == 2, "what was refused is stored");
        await Eventually.TrueAsync(async () => (await Client.GetAsync("/api/v1/casefiles?state=blocked")).Items().Count == 1, "states are derived");
    }

    public static string Signer(long casefile, long id, string type, int second) =>
        $$$$"""
        {"topic":"signer","eventType":"{{{{type}}}}","eventTime":{{{{Messages.Time($"{DateTime.UtcNow:yyyy-MM-dd} 00:00:{second:00}.000000")}}}},
         "payload":{"id":{{{{id}}}},"name":"{{{{Canary}}}} {{{{id}}}}","email":"{{{{Canary}}}}@example.com","onBehalfOf":"{{{{Canary}}}} ApS","comment":{"text":"{{{{Canary}}}}"},"cpr-{{{{Canary}}}}":1,
         "caseFile":{"id":{{{{casefile}}}},"status":1,"title":"{{{{Canary}}}} 4711","documents":[{"id":1,"title":"{{{{Canary}}}}"}]}}}
        """;

    private static string Casefile(long id, string type, int status) =>
        $$$"""
        {"topic":"casefile","eventType":"{{{type}}}","eventTime":{{{Messages.Time($"{DateTime.UtcNow:yyyy-MM-dd} 00:00:30.000000")}}},
         "payload":{"id":{{{id}}},"status":{{{status}}},"title":"{{{Canary}}} {{{id}}}","reason":"{{{Canary}}}"}}
        """;
}
