using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace PenneoDashboard.Penneo.Settings;

/// <summary>What came of trying a connection.</summary>
public enum ConnectionOutcome
{
    /// <summary>Penneo knows us and shows us the account's subscriptions.</summary>
    Ok,
    Incomplete,
    WrongHost,
    Unreachable,
    NotSecure,
    NotPenneo,
    WrongKey,
    ClockOff,
    NoWebhookRights,
    PenneoFails,
}

/// <summary>The outcome of a test, in words.</summary>
/// <param name="Message">What is wrong and what to do about it, or what was found.</param>
/// <param name="Details">What Penneo or the network said.</param>
/// <param name="Subscriptions">Of Penneo's current service; null when it was not heard.</param>
/// <param name="LegacySubscriptions">Of Penneo's legacy service; null when it was not heard.</param>
/// <param name="ClockOffSeconds">How far our clock is ahead of Penneo's, to a second or two; null when it did not say.</param>
public sealed record ConnectionTestResult(
    ConnectionOutcome Outcome, string Message, string? Details, int? Subscriptions, int? LegacySubscriptions, double? ClockOffSeconds,
    int? PenneoStatus, string? PenneoRequestId, string? PenneoTraceId);

/// <summary>Reads the account's subscriptions by a connection, and finds out what is wrong when that fails.</summary>
internal sealed class ConnectionTest(PenneoClient client, TimeProvider time)
{
    private const string CurrentPath = "webhook/api/v1/subscriptions";
    private const string LegacyPath = "api/v1/webhook/subscriptions";

    public async Task<ConnectionTestResult> RunAsync(PenneoConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var trial = client.By(connection);
            var current = await CountAsync(trial, CurrentPath, cancellationToken);

            // A host that nobody answers at, or that refuses the key, would only do so once more.
            var legacy = current.Failure is null or { Status: HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone or >= HttpStatusCode.InternalServerError }
                ? await CountAsync(trial, LegacyPath, cancellationToken)
                : current;
            return Judge(connection, current, legacy);
        }
        catch (PenneoException e)
        {
            return Fail(ConnectionOutcome.Incomplete, e.Message, e) with { Details = null };
        }
    }

    private async Task<Count> CountAsync(PenneoClient trial, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await trial.SendAsync(HttpMethod.Get, path, null, cancellationToken);
            return await trial.ReadAsync(answer, text => Length(text) is { } items ? new Count(items, null, ClockOffset.Of(answer, time)) : null, cancellationToken);
        }
        catch (PenneoException e) when (!e.IsNotSetUp)
        {
            return new Count(null, e, e.ClockOff);
        }
    }

    private static int? Length(string text) => JsonSerializer.Deserialize<JsonElement>(text) switch
    {
        { ValueKind: JsonValueKind.Array } array => array.GetArrayLength(),
        { ValueKind: JsonValueKind.Object } page when page.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array => items.GetArrayLength(),
        _ => null,
    };

    private static ConnectionTestResult Judge(PenneoConnection connection, Count current, Count legacy)
    {
        if (current.Items is null && legacy.Items is null)
            return Explain(connection, Worse(current.Failure!, legacy.Failure!));
        var found = new[]
        {
            current.Items switch { null => null, 1 => Say("1 subscription with the current service"), { } count => Say($"{count:N0} subscriptions with the current service") },
            legacy.Items switch { null => null, 1 => Say("1 subscription with the legacy service"), { } count => Say($"{count:N0} subscriptions with the legacy service") },
        }.OfType<string>();
        var clock = current.ClockOff ?? legacy.ClockOff;
        var message = Say($"Penneo accepts us. It shows {string.Join($" {Say("and")} ", found)}.");
        if (clock is { } off && ClockOffset.Matters(off))
            message += " " + Say($"But this machine's clock is {ClockOffset.Said(off)} Penneo's: set it right, before signatures and digests fail for it.");
        var failure = current.Failure ?? legacy.Failure;
        var details = failure is null or { Status: HttpStatusCode.NotFound or HttpStatusCode.Gone }
            ? null
            : current.Failure is null ? Say($"The legacy service did not answer with its list: {failure.Message}") : Say($"The current service did not answer with its list: {failure.Message}");
        return new ConnectionTestResult(ConnectionOutcome.Ok, message, details, current.Items, legacy.Items, clock?.TotalSeconds, null, failure?.RequestId, failure?.TraceId);
    }

    // Not to be found is what a service says that is not offered any more; then the other one has the word.
    private static PenneoException Worse(PenneoException current, PenneoException legacy) =>
        current is { Status: HttpStatusCode.NotFound or HttpStatusCode.Gone } ? legacy : current;

    private static ConnectionTestResult Explain(PenneoConnection connection, PenneoException e)
    {
        var host = (e.IsSignIn ? connection.OAuth : connection.Api).Host;
        var address = connection.Environment != PenneoEnvironment.Custom ? Say("Check this machine's network, DNS and proxy.") : e.IsSignIn ? Say("Check the sign-in host.") : Say("Check the API host.");
        return e switch
        {
            { NetworkError: HttpRequestError.NameResolutionError } or { NetworkError: HttpRequestError.ConnectionError } when IsNameProblem(e) => Fail(ConnectionOutcome.WrongHost, Say($"There is no host named {host}, as far as this machine can tell.") + " " + address, e),
            { NetworkError: HttpRequestError.SecureConnectionError } => Fail(
                ConnectionOutcome.NotSecure, Say($"{host} answers, but no secure connection comes about: its certificate is not accepted, or it does not speak TLS.") + " " + address, e),
            { NetworkError: HttpRequestError.ConnectionError } => Fail(
                ConnectionOutcome.Unreachable, (Refused(e) ? Say($"{host} exists, but nobody listens at that port.") : Say($"{host} can't be reached from this machine.")) + " " + address, e),
            { Status: null } => Fail(ConnectionOutcome.Unreachable, Say($"{host} took the connection, but gave no answer that makes sense, or none in time.") + " " + address, e),
            { IsWebPage: true } or { Status: >= HttpStatusCode.OK and < HttpStatusCode.BadRequest } or { Status: HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.MethodNotAllowed } =>
                Fail(ConnectionOutcome.NotPenneo, (e.IsSignIn ? Say($"Something answers at {host}, but not Penneo's sign-in.") : Say($"Something answers at {host}, but not Penneo's API.")) + " " + address, e),
            { ClockOff: { } off } when IsRefused(e) && connection.Method != AuthenticationMethod.Token && ClockOffset.Matters(off) => Fail(
                ConnectionOutcome.ClockOff, Say($"This machine's clock is {ClockOffset.Said(off)} Penneo's, and what proves who we are holds for a short time only. Set the clock, then try again."), e),
            _ when IsRefused(e) => Fail(ConnectionOutcome.WrongKey, WrongKey(connection, e), e),
            { Status: HttpStatusCode.Forbidden } => Fail(
                ConnectionOutcome.NoWebhookRights, Say("Penneo knows us, but our user may not manage webhooks. Ask an administrator of the account at Penneo for the right to, or use another user's key."), e),
            _ => Fail(ConnectionOutcome.PenneoFails, Say($"{host} answers, but can't do it now. Try again later."), e),
        };
    }

    private static bool IsRefused(PenneoException e) => e.Status == HttpStatusCode.Unauthorized || (e.IsSignIn && e.Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden);

    // A name server that can't be asked is reported as a failed connection.
    private static bool IsNameProblem(PenneoException e) => e.NetworkError == HttpRequestError.NameResolutionError
        || e.GetBaseException() is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery };

    private static bool Refused(PenneoException e) => e.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused };

    private static string WrongKey(PenneoConnection connection, PenneoException e) => connection.Method switch
    {
        AuthenticationMethod.Token => Say($"Penneo does not accept the token: it is mistyped, has expired, or belongs to another environment than {connection.Environment}."),
        AuthenticationMethod.Wsse => Say($"Penneo does not accept API key and secret. Check both, and that they belong to {connection.Environment}."),
        _ when !e.IsSignIn => Say("Penneo's sign-in gave an access token that its API does not accept. Check that both hosts belong to the same environment."),
        _ when e.Message.Contains("OAuth client", StringComparison.Ordinal) => Say($"Penneo does not know the client. Check client id and client secret, and that they belong to {connection.Environment}."),
        _ => Say($"Penneo knows the client, but does not accept API key and secret. Check both, and that they belong to {connection.Environment}."),
    };

    private static ConnectionTestResult Fail(ConnectionOutcome outcome, string message, PenneoException e) =>
        new(outcome, message, e.Message, null, null, e.ClockOff?.TotalSeconds, (int?)e.Status, e.RequestId, e.TraceId);

    private sealed record Count(int? Items, PenneoException? Failure, TimeSpan? ClockOff);
}
