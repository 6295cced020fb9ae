using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Audit;

/// <summary>
/// Writes down who did what. What is about to be shown or taken away is written down first, and not done if that fails
/// (<see cref="RequireAsync"/>): nobody could tell later that it left. A change that has happened can't be undone for want of
/// an entry, so a failure to write that down (<see cref="RecordAsync"/>) is logged as critical, with all the entry would say.
/// Each entry is one small insert, which waits for the writer of events as every other write does.
/// </summary>
public sealed partial class AuditLog(IDbContextFactory<DashboardDb> contexts, IActorSource actors, TimeProvider time, ILogger<AuditLog> logger)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes down what has been done; never throws, and can't be cancelled.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="subject">What it was done to, in a few words without secrets.</param>
    /// <param name="before">What changed, as it was: an object without secrets.</param>
    /// <param name="after">The same as it is now.</param>
    /// <param name="actor">Whom to name where nobody is signed in, as at a failed sign-in.</param>
    public async Task RecordAsync(string action, string subject, object? before = null, object? after = null, string? actor = null)
    {
        var who = new Actor(actor ?? "", ActorKind.System, null);
        string? details = null;
        try
        {
            (who, details) = (await WhoAsync(actor), Details(before, after));
            await WriteAsync(who, action, subject, details, CancellationToken.None);
        }
        catch (Exception e)
        {
            // It is done all the same; what called must not think that it failed.
            LogNotRecorded(e, action, subject, who.Name, who.Address, details);
        }
    }

    /// <summary>Writes down what is about to be done; it must not be done if this throws.</summary>
    /// <inheritdoc cref="RecordAsync" path="/param" />
    /// <exception cref="DbUpdateException">The database refused it; logged already.</exception>
    public async Task RequireAsync(string action, string subject, object? after = null, CancellationToken cancellationToken = default)
    {
        var who = await WhoAsync(null);
        var details = Details(null, after);
        try
        {
            await WriteAsync(who, action, subject, details, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotAllowed(e, action, subject, who.Name, who.Address);
            throw;
        }
    }

    private async Task<Actor> WhoAsync(string? name) => await actors.ReadAsync() is var who && who.Name.Length == 0 && name is not null ? who with { Name = name } : who;

    private static string? Details(object? before, object? after) => (before, after) is (null, null) ? null : JsonSerializer.Serialize(new { before, after }, Json);

    // Not on the caller's thread: a circuit's should not stand still while the database is busy.
    private Task<int> WriteAsync(Actor who, string action, string subject, string? details, CancellationToken cancellationToken) => contexts.ReadAsync(
        db =>
        {
            db.Add(new AuditEntry
            {
                At = time.GetUtcNow(),
                Actor = Cut(who.Name, AuditEntry.LongestActor),
                ActorKind = who.Kind,
                Address = who.Address,
                Action = action,
                Subject = Cut(subject, AuditEntry.LongestSubject),
                Details = details,
            });
            return db.SaveChangesAsync(cancellationToken);
        },
        cancellationToken);

    private static string Cut(string text, int longest) => text.Length > longest ? string.Concat(text.AsSpan(0, longest - 1), "…") : text;

    [LoggerMessage(LogLevel.Critical, "The audit log could not take {Action} of {Subject} by '{Actor}' from {Address}: {Details}")]
    private partial void LogNotRecorded(Exception e, string action, string subject, string actor, string? address, string? details);

    [LoggerMessage(LogLevel.Critical, "The audit log could not take {Action} of {Subject} by '{Actor}' from {Address}, so it was not done")]
    private partial void LogNotAllowed(Exception e, string action, string subject, string actor, string? address);
}
