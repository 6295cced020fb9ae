using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.SignIn;

/// <summary>A password to check where there is none, with the cost of the day, so that a name that does not exist takes as long as one that does.</summary>
internal sealed class NobodysPassword(IOptions<PasswordHasherOptions> options)
{
    private readonly PasswordHasher<User> _hasher = new(options);
    private readonly Lazy<string> _hash = new(() => new PasswordHasher<User>(options).HashPassword(new User(), Guid.NewGuid().ToString()));

    public void Verify(string password) => _hasher.VerifyHashedPassword(new User(), _hash.Value, password);
}
