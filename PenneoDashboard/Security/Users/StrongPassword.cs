using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;

namespace PenneoDashboard.Security.Users;

/// <summary>
/// Refuses passwords that are tried first: those that leaked most often (the long ones of the ten million of SecLists, MIT), the
/// user's or this product's name, and the same few characters over and over.
/// </summary>
internal sealed class StrongPassword : IPasswordValidator<User>
{
    public const int LeastLength = 12;
    private const int LeastDistinct = 7;

    // A name with a few characters around it is no more than a name.
    private const int LeastBesideName = 8;

    private static readonly Lazy<FrozenSet<string>> Common = new(Read);

    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password)
    {
        var text = (password ?? "").ToLowerInvariant();
        return Task.FromResult(text.Distinct().Count() < LeastDistinct || Common.Value.Contains(text) || Names(user).Any(x => text.Replace(x, "", StringComparison.Ordinal).Length < LeastBesideName)
            ? IdentityResult.Failed(new IdentityError { Code = "PasswordGuessable", Description = Say("This password is easily guessed. Take another one, such as four words that don't belong together.") })
            : IdentityResult.Success);
    }

    private static IEnumerable<string> Names(User user) => new[] { user.UserName ?? "", (user.UserName ?? "").Split('@')[0], "penneodashboard", "penneo", "dashboard" }
        .Where(x => x.Length > 0).Select(x => x.ToLowerInvariant());

    private static FrozenSet<string> Read()
    {
        using var reader = new StreamReader(typeof(StrongPassword).Assembly.GetManifestResourceStream("CommonPasswords.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
